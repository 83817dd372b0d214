"""Whole analyses of random answers, attacked by whoever adds and subtracts all that their results show.

``python -m tests.attack_results`` analyses 1,000 small programmes; half of them publish twice, first a part of their
answers, and the attacker has kept the first. From the answers it makes anew which people each shown figure speaks of;
then it looks for a combination of figures that speaks of fewer people than one may: every set of one or two kinds of
people, and for some kinds a linear programme that asks for the fewest others. It shares nothing with the protection.
It prints how many figures there were and how many groups of a few were found: none may be. It takes an hour or so.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from learning.statistics.analysis import Design, publish
from learning.statistics.analysis.ledger import Release
from learning.statistics.answers.attended import Attended
from learning.statistics.answers.table import WAVES, Answers, WaveAnswers
from learning.statistics.weights import nonresponse_weights

BASE = 6
MOST_ASKED = 10
"""Kinds of people for each measure that the linear programme is asked about."""
ITEMS = ("Q1", "Q2")
LATER = ("post", "follow_up", "year_on")


@dataclass(frozen=True)
class Attacked:
    programmes: int = 0
    figures: int = 0
    held_back: int = 0
    found: int = 0


def random_answers(generator: np.random.Generator) -> Answers:
    """A programme of 15 to 120 people in which some skip waves, questions or their code, in few or many lines."""
    people = int(generator.integers(15, 120))
    about = {
        "directorate": _texts(generator, people, int(generator.integers(1, 5)), "D"),
        "strand": _texts(generator, people, int(generator.integers(1, 3)), "S"),
        "is_manager": ["yes" if low else "no" for low in generator.random(people) < 0.25],
        "trainer_id": _texts(generator, people, int(generator.integers(1, 6)), "T"),
        "arm": _texts(generator, people, 2, "A"),
    }
    group = [f"G{place // 8}" for place in range(people)]
    skips = float(generator.choice([0.0, 0.05, 0.3]))
    has_code = generator.random(people) < generator.choice([1.0, 0.8])
    waves = {}
    for wave in WAVES:
        there = np.flatnonzero(generator.random(people) < generator.choice([1.0, 0.9, 0.5]))
        values = generator.integers(1, 6, (len(there), len(ITEMS))).astype(float)
        values[generator.random(values.shape) < skips] = np.nan
        kept = {name: tuple(texts[person] for person in there) for name, texts in about.items()}
        kept["group_id"] = tuple(group[person] for person in there)
        kept["link_code"] = tuple(f"c{person}" if has_code[person] else "" for person in there)
        waves[wave] = WaveAnswers(tuple(f"{person:04}" for person in there), values, kept)
    return Answers(ITEMS, ("1-5", "1-5"), waves)


def _texts(generator: np.random.Generator, people: int, values: int, letter: str) -> list[str]:
    """One of some texts each, of unlike frequency; a few unknown."""
    weights = generator.gamma(0.7, size=values) + 0.05
    drawn = generator.choice(values, size=people, p=weights / weights.sum())
    unknown = generator.random(people) < 0.04
    return ["" if nothing else f"{letter}{value}" for value, nothing in zip(drawn, unknown, strict=True)]


def attended_of(answers: Answers) -> Attended:
    post = answers.waves["post"].attributes
    people: dict[tuple[str, str], int] = {}
    for directorate in post["directorate"]:
        if directorate:
            people[directorate, ""] = people.get((directorate, ""), 0) + 3
    return Attended(people, by_manager=False)


class Reader:
    """What each shown figure about an item sums up: people by waves, how much of each person's answer.

    Steps and percent positive are two measures: ``positive`` says which is read.
    """

    def __init__(self, answers: Answers, results: Any, item: int, people: dict[str, int], *, positive: bool) -> None:
        self.answers, self.results, self.item, self.people, self.positive = (
            answers,
            results,
            ITEMS[item],
            people,
            positive,
        )
        self.answered = {
            name: {
                person for person, value in zip(of.response_ids, of.values[:, item], strict=True) if not np.isnan(value)
            }
            for name, of in answers.waves.items()
        }
        self.coded = {
            name: {person for person, code in zip(of.response_ids, of.attributes["link_code"], strict=True) if code}
            for name, of in answers.waves.items()
        }

    def shown(self) -> Iterator[np.ndarray]:
        for wave in WAVES:
            if self.results["distributions"][self.item][wave] is not None:
                yield self._row({wave: self.answered[wave]})
        for later in LATER:
            if self.results["linking"][later]["means"][self.item] is not None and not self.positive:
                linked = self.coded[later] & self.coded["baseline"]
                yield self._row({later: self.answered[later] & linked})
                yield self._row({later: self.answered[later] - linked})
            yield from self._estimates(later)

    def _estimates(self, later: str) -> Iterator[np.ndarray]:
        of_item = self.results["items"][self.item]
        found = of_item["estimates"] if later == "post" else of_item["later"][later]
        for estimate, figures in found.items():
            before = "looking_back" if estimate == "looking_back" else "baseline"
            name = estimate if later == "post" else f"{later}.{estimate}"
            if figures is None or self._cautioned(name):
                continue
            sides = self._people(later, before, estimate)
            yield from self._change(before, later, *sides)
            if estimate != "unlinked":
                yield from self._lines(name, before, later, sides[0])
            if name == "linked" and not self.positive:
                yield from self._sides(sides[0])

    def _people(self, later: str, before: str, estimate: str) -> tuple[set[str], set[str]]:
        both = self.answered[later] & self.answered[before]
        if estimate == "looking_back":
            return both, both
        linked = self.coded[later] & self.coded["baseline"]
        if estimate == "linked":
            return both & linked, both & linked
        return self.answered["baseline"] - linked, self.answered[later] - linked

    def _change(self, before: str, later: str, first: set[str], second: set[str]) -> Iterator[np.ndarray]:
        """The change of steps as one figure; percent positive before and after as two."""
        rows = self._row({before: first}), self._row({later: second})
        if self.positive:
            yield from rows
        elif first == second:
            yield rows[1] - rows[0]
        else:
            yield rows[1] / max(len(second), 1) - rows[0] / max(len(first), 1)

    def _lines(self, name: str, before: str, later: str, pairs: set[str]) -> Iterator[np.ndarray]:
        for line in self.results["breakdowns"]:
            figures = line["figures"]
            if line["item"] != self.item or line["estimate"] != name or figures is None:
                continue
            if not self.positive or figures["positive_before"] is not None:
                column = "trainer_id" if line["by"] == "trainer" else line["by"]
                people = pairs & self._of(later, column, line["value"])
                yield from self._change(before, later, people, people)

    def _sides(self, pairs: set[str]) -> Iterator[np.ndarray]:
        for line in self.results["contrasts"]:
            if line["outcome"] == self.item and line["figures"] is not None:
                for side in ("first", "second"):
                    people = pairs & self._of("post", "arm", line[side])
                    yield from self._change("baseline", "post", people, people)
        if self.results["weighted"]["outcomes"][self.item] is not None:
            yield from self._weighted(pairs)

    def _weighted(self, pairs: set[str]) -> Iterator[np.ndarray]:
        """The pairs whose directorate is known, and the same with the weights that answers were given."""
        attended = attended_of(self.answers)
        post, baseline = self.answers.waves["post"], set(self.answers.waves["baseline"].response_ids)
        linked = [
            (person, (directorate, ""))
            for person, directorate in zip(post.response_ids, post.attributes["directorate"], strict=True)
            if person in self.coded["post"] & self.coded["baseline"] & baseline and directorate
        ]
        weights = nonresponse_weights([cell for _, cell in linked], dict(attended.people), BASE).weights
        rows = [(person, weight) for (person, _), weight in zip(linked, weights, strict=True) if person in pairs]
        for power in (0, 1):
            row = np.zeros((len(self.people), len(WAVES)))
            for person, weight in rows:
                row[self.people[person], [WAVES.index("baseline"), WAVES.index("post")]] = (
                    -(weight**power),
                    weight**power,
                )
            yield row

    def _of(self, wave: str, column: str, value: str) -> set[str]:
        of = self.answers.waves[wave]
        return {p for p, text in zip(of.response_ids, of.attributes[column], strict=True) if text == value}

    def _row(self, people: dict[str, set[str]]) -> np.ndarray:
        row = np.zeros((len(self.people), len(WAVES)))
        for wave, some in people.items():
            row[[self.people[person] for person in some], WAVES.index(wave)] = 1.0
        return row

    def _cautioned(self, name: str) -> bool:
        return any(each.get("item") == self.item and each["estimate"] == name for each in self.results["cautions"])


def few_alone(rows: np.ndarray) -> bool:
    """Whether a combination of rows (rows by people by waves) is about 1 to BASE - 1 people."""
    kinds, people = np.unique(np.round(rows, 9), axis=1, return_counts=True)
    rank = np.linalg.matrix_rank(kinds.reshape(len(rows), -1))
    small = [kind for kind in range(len(people)) if people[kind] < BASE and kinds[:, kind].any()]
    for size in (1, 2):
        for some in combinations(small, size):
            rest = np.delete(kinds, some, axis=1).reshape(len(rows), -1)
            if people[list(some)].sum() < BASE and np.linalg.matrix_rank(rest) < rank:
                return True
    asked = [(kind, wave) for kind in small for wave in np.flatnonzero(kinds[:, kind].any(axis=0)).tolist()]
    some_asked = asked[:: max(len(asked) // MOST_ASKED, 1)]
    return any(_fewest_others(kinds, people, kind, wave) < BASE for kind, wave in some_asked)


def _fewest_others(kinds: np.ndarray, people: np.ndarray, kind: int, wave: int) -> int:
    """How many people the combination touches that a linear programme finds for one kind in one wave, least in sum."""
    flat = kinds.reshape(len(kinds), -1)
    rows, columns = flat.shape
    above = np.hstack([flat.T, -np.eye(columns)])
    below = np.hstack([-flat.T, -np.eye(columns)])
    fixed = np.concatenate([kinds[:, kind, wave], np.zeros(columns)])
    found = linprog(
        np.concatenate([np.zeros(rows), np.repeat(people, kinds.shape[2])]),
        A_ub=np.vstack([above, below]),
        b_ub=np.zeros(2 * columns),
        A_eq=fixed[None, :],
        b_eq=[1.0],
        bounds=[(None, None)] * rows + [(0, None)] * columns,
    )
    if found.status != 0:
        return int(people.sum())
    touched = np.abs((found.x[:rows] @ flat).reshape(len(people), -1)) > 1e-7
    return int(people[touched.any(axis=1)].sum())


def some_of(answers: Answers, generator: np.random.Generator) -> Answers:
    """What came in by an earlier day."""
    share = float(generator.choice([0.5, 0.85, 0.97]))
    waves = {}
    for name, wave in answers.waves.items():
        rows = np.flatnonzero(generator.random(len(wave)) < share)
        texts = {key: tuple(column[row] for row in rows) for key, column in wave.attributes.items()}
        waves[name] = WaveAnswers(tuple(wave.response_ids[row] for row in rows), wave.values[rows], texts)
    return Answers(answers.items, answers.scales, waves)


def releases_of(
    answers: Answers, generator: np.random.Generator, times: int, *, strict: bool
) -> list[tuple[Answers, Any]]:
    """Answers with their results; all but the last are of a part of the answers, and known when the last comes out."""
    parts = [answers]
    for _ in range(times - 1):
        parts.insert(0, some_of(parts[0], generator))
    found: list[tuple[Answers, Any]] = []
    out: list[Release] = []
    for part in parts:
        design = Design(arm="arm", attended=attended_of(part))
        results, release = publish(part, min_base=BASE, design=design, strict=strict or times > 1, releases=out)
        found.append((part, results))
        out.append(release)
    return found


def attack(programmes: int, seed: int, *, times: int = 1, strict: bool = False) -> Attacked:
    """``times`` is how often each programme publishes."""
    generator = np.random.default_rng(seed)
    figures = held = found = 0
    for _ in range(programmes):
        answers = random_answers(generator)
        releases = releases_of(answers, generator, times, strict=strict)
        held += sum(len(out["breakdowns_suppressed"]) + len(out["suppressed"]) for _, out in releases)
        ids = sorted({person for wave in answers.waves.values() for person in wave.response_ids})
        people = {person: place for place, person in enumerate(ids)}
        for item, positive in product(range(len(ITEMS)), (False, True)):
            readers = [Reader(part, out, item, people, positive=positive) for part, out in releases]
            rows = [row for reader in readers for row in reader.shown()]
            figures += len(rows)
            found += bool(rows) and few_alone(np.array(rows))
    return Attacked(programmes, figures, held, found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    for times in (1, 2):
        print(
            f"published {times} time{'s' * (times > 1)}: {attack(asked.programmes // 2, asked.seed, times=times)}",
            flush=True,
        )
