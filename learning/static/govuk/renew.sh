#!/usr/bin/env bash
# Renews the vendored GOV.UK Frontend and typeface: needs npm. Organisations that use this product are not on GOV.UK,
# so its typeface, crown and crest are left out, and its type is set by our own custom property.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent govuk-frontend@6.6.0 @fontsource-variable/ibm-plex-sans@5.3.0 >/dev/null \
    && for archive in *.tgz; do mkdir "${archive%.tgz}" && tar xzf "$archive" -C "${archive%.tgz}"; done)
python3 - "$work"/govuk-frontend-*/package/dist/govuk/govuk-frontend.min.css govuk-frontend.css <<'PYTHON'
import re, sys

source, target = sys.argv[1:]
css = open(source, encoding="utf-8").read()
css = re.sub(r"/\*!.*?\*/", "", css, flags=re.S)
css = re.sub(r"@font-face\{[^}]*\}", "", css)
css = css.replace("font-family:GDS Transport,arial,sans-serif", "font-family:var(--typeface)")
css = css.replace("url(/assets/images/govuk-crest.svg)", "none")
css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
assert "GDS" not in css and "url(" not in css, "something of GOV.UK's own is left"
open(target, "w", encoding="utf-8").write(css.strip() + "\n")
PYTHON
sed 's,//# sourceMappingURL=.*,,' "$work"/govuk-frontend-*/package/dist/govuk/govuk-frontend.min.js > govuk-frontend.js
cp "$work"/fontsource-*/package/files/ibm-plex-sans-latin-wght-normal.woff2 ../fonts/ibm-plex-sans.woff2
cp "$work"/fontsource-*/package/LICENSE ../fonts/OFL.txt
