"""A page of ours as PDF/UA: tagged, with title and language. It stands alone, so whatever it asks for is refused."""

from __future__ import annotations

from learning.outputs.typeface import typeface


def pdf_of(html: str) -> bytes:
    """The PDF of a page that holds its own style and the typeface of `learning.outputs.typeface`."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    own = typeface()

    class OnlyOurTypeface(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Nothing is fetched from anywhere; the typeface stands in the page itself."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url != own:
                raise ValueError("a page for paper stands alone")
            return super().fetch(url, headers)

    document = HTML(string=html, url_fetcher=OnlyOurTypeface())
    made = document.write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made
