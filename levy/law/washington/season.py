"""A whole season in the lawful order: values, limits, requests, rates, areas.

Regular levies that others wait for come first (fire, library, hospital before cities), then
their parts, bonds and schools; areas add up the certified rates.  A levy that cannot be
computed yet says what is missing, and so does every levy that waits for it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal

from levy.kinds import Binding, LevyKind, LevyStatus
from levy.law.season import (
    AreaResult,
    Levy,
    LevyResult,
    Limit,
    Received,
    Request,
    Season,
    SeasonResult,
)
from levy.law.units import WORKSHEET, rate_for, rounded
from levy.law.washington.answer import county_tax, rate_at_maximum, rate_from_amount
from levy.law.washington.area_rates import area_result
from levy.law.washington.earmark import earmarked_split
from levy.law.washington.excess_levy import excess_levy
from levy.law.washington.law import Law
from levy.law.washington.levy_value import LevyValue, ValuesOfSeason
from levy.law.washington.not_known import NotKnown
from levy.law.washington.notices import notices_of
from levy.law.washington.order import lawful_order
from levy.law.washington.received import received_rate
from levy.law.washington.regular_levy import KINDS, lift_of, regular_levy
from levy.law.washington.school_enrichment import enrichment_binding, school_enrichment
from levy.law.worksheet import Worksheet

Progress = Callable[[int, int], None]


def calculate(season: Season, law: Law, progress: Progress | None = None) -> SeasonResult:
    """Return the season, computed: every levy, every area, and what to look at.

    progress  is told how many levies are done and how many there are

    Raises LevyCircle where levies wait for each other.
    """
    run = _Run(season, law)
    levies = lawful_order(
        [levy for levy in season.levies if levy.status is LevyStatus.ACTIVE], run.limits
    )
    for done, levy in enumerate(levies, start=1):
        run.compute(levy)
        if progress is not None:
            progress(done, len(levies))
    results = tuple(run.results[levy.levy] for levy in season.levies if levy.levy in run.results)
    return SeasonResult(results, run.areas(), notices_of(season, results, law))


class _Run:
    """The season's figures by code, and the results so far."""

    def __init__(self, season: Season, law: Law):
        self.season, self.law = season, law
        self.values = ValuesOfSeason(season)
        self.districts = {row.district: row for row in season.districts}
        self.limits: Mapping[str, Limit] = {row.levy: row for row in season.limits}
        self.requests: Mapping[str, Request] = {row.levy: row for row in season.requests}
        self.received: Mapping[str, Received] = {row.levy: row for row in season.received}
        self.per_pupil = {row.levy: row.per_pupil_maximum for row in season.enrichment}
        self.parts: dict[str, list[Levy]] = defaultdict(list)
        for levy in season.levies:
            if levy.part_of is not None and levy.status is LevyStatus.ACTIVE:
                self.parts[levy.part_of].append(levy)
        self.results: dict[str, LevyResult] = {}
        self.working_rates: dict[str, Decimal] = {}

    def compute(self, levy: Levy) -> None:
        """Compute one levy, or write down what it waits for."""
        try:
            if levy.part_of is not None:
                self._part(levy, levy.part_of)
            elif levy.levy in self.received:
                self._received(levy, self.received[levy.levy])
            elif levy.kind in KINDS:
                self._regular(levy)
            elif levy.kind is LevyKind.ENRICHMENT:
                self._enrichment(levy)
            else:
                self._excess(levy)
        except NotKnown as error:
            self.results[levy.levy] = LevyResult(levy.levy, Binding.NONE, missing=error.what)

    def areas(self) -> tuple[AreaResult, ...]:
        """Return every area's totals over its active levies."""
        rates = {code: result.rate for code, result in self.results.items()}
        by_code = {levy.levy: levy for levy in self.season.levies if levy.levy in self.results}
        of_area: dict[str, list[Levy]] = defaultdict(list)
        for row in self.season.area_levies:
            if row.levy in by_code:
                of_area[row.area].append(by_code[row.levy])
        return tuple(
            area_result(
                row.area, of_area[row.area], rates, self.districts, self.values.area(row.area)
            )
            for row in self.season.areas
        )

    def _certified(self, levy: Levy) -> Decimal:
        request = self.requests.get(levy.levy)
        if request is None or request.certified_amount is None:
            raise NotKnown("the amount that the district certifies")
        return request.certified_amount

    def _regular(self, levy: Levy) -> None:
        limit = self.limits.get(levy.levy)
        if limit is None:
            raise NotKnown("its row in limits.csv")
        certified = self._certified(levy)
        value = self.values.of(levy)
        computed = regular_levy(
            levy,
            limit,
            self.requests[levy.levy],
            value=value.whole,
            less={code: self._working_rate(code) for code in limit.statutory_less},
            lift=lift_of(levy.levy, self.season.measures, self.season.facts.tax_year),
            law=self.law,
        )
        sheet, amount_key = computed.worksheet, "P2S"
        self.working_rates[levy.levy] = sheet.known(computed.at_maximum or "P2S_rate")
        if self.parts[levy.levy]:
            sheet, amount_key = self._split(levy, sheet, value), "rest"
        sheet = self._rated(sheet, value, amount_key, computed.at_maximum)
        next_rate = "P2O" if any(line.key == "P2O" for line in sheet.lines) else "P2S_rate"
        self.results[levy.levy] = LevyResult(
            levy.levy,
            computed.binding,
            base=value.whole,
            county_base=value.county,
            amount=sheet.known(amount_key),
            uncapped_rate=self._rate(certified, value),
            rate=sheet.known("rate"),
            tax=sheet.known("tax"),
            next_highest_lawful_levy=sheet.known("K"),
            next_rate=sheet.known(next_rate),
            worksheet=sheet,
        )

    def _split(self, levy: Levy, sheet: Worksheet, value: LevyValue) -> Worksheet:
        rates = {}
        for part in self.parts[levy.levy]:
            earmark = self.received.get(part.levy)
            if earmark is None or earmark.rate is None:
                raise NotKnown(f"the rate set aside for {part.levy} (received_rates.csv)")
            rates[part.levy] = earmark.rate
        return sheet.followed_by(earmarked_split(sheet.known("P2S"), value.whole, rates))

    def _part(self, levy: Levy, whole: str) -> None:
        result = self.results.get(whole)
        if result is None or result.worksheet is None:
            raise NotKnown(f"{whole}, which is not computed")
        value = self.values.of(levy)
        amount_key = f"part_{levy.levy}"
        lines = result.worksheet.lines
        own = [line for line in lines if line.key in {"value", f"earmark_{levy.levy}", amount_key}]
        sheet = self._rated(Worksheet("WAC 458-19-055", tuple(own)), value, amount_key, None)
        self._finished(levy, sheet, Binding.RECEIVED, value, amount_key)

    def _received(self, levy: Levy, given: Received) -> None:
        value = self.values.of(levy)
        if given.amount is not None:
            sheet = excess_levy(
                given.amount,
                value.whole,
                source=given.source or "received_rates.csv",
                label="Amount decided elsewhere",
            )
            self.working_rates[levy.levy] = sheet.known("P2S_rate")
            sheet = self._rated(sheet, value, "P2S", None)
            self._finished(levy, sheet, Binding.RECEIVED, value, "P2S")
            return
        if given.rate is None:
            raise NotKnown("its rate or amount (received_rates.csv)")
        self.working_rates[levy.levy] = given.rate
        decimals = self.season.facts.rate_decimals
        sheet = received_rate(given.rate, source=given.source, decimals=decimals)
        sheet = sheet.followed_by(county_tax(value.county, sheet.known("rate")))
        self.results[levy.levy] = LevyResult(
            levy.levy,
            Binding.RECEIVED,
            county_base=value.county,
            rate=sheet.known("rate"),
            tax=sheet.known("tax"),
            worksheet=sheet,
        )

    def _enrichment(self, levy: Levy) -> None:
        certified, value = self._certified(levy), self.values.of(levy)
        sheet = school_enrichment(
            certified,
            value.whole,
            maximum_rate=self.law.enrichment_rate,
            per_pupil=self.per_pupil.get(levy.levy),
        )
        self.working_rates[levy.levy] = sheet.known("P2S_rate")
        bound = enrichment_binding(sheet)
        at_maximum = "maximum_rate" if bound is Binding.STATUTORY else None
        sheet = self._rated(sheet, value, "P2S", at_maximum)
        self._finished(levy, sheet, bound, value, "P2S")

    def _excess(self, levy: Levy) -> None:
        certified, value = self._certified(levy), self.values.of(levy)
        sheet = excess_levy(
            certified, value.whole, source="requests.csv", label="Amount certified by the district"
        )
        self.working_rates[levy.levy] = sheet.known("P2S_rate")
        sheet = self._rated(sheet, value, "P2S", None)
        self._finished(levy, sheet, Binding.CERTIFIED, value, "P2S")

    def _rated(
        self, sheet: Worksheet, value: LevyValue, amount_key: str, at_maximum: str | None
    ) -> Worksheet:
        decimals = self.season.facts.rate_decimals
        if at_maximum is None:
            rated = rate_from_amount(
                sheet.known(amount_key),
                value.whole,
                decimals=decimals,
                label="Certified rate",
                amount_key=amount_key,
            )
        else:
            rated = rate_at_maximum(
                sheet.known(at_maximum), decimals=decimals, maximum_key=at_maximum
            )
        sheet = sheet.followed_by(rated)
        return sheet.followed_by(county_tax(value.county, sheet.known("rate")))

    def _finished(
        self, levy: Levy, sheet: Worksheet, bound: Binding, value: LevyValue, amount_key: str
    ) -> None:
        request = self.requests.get(levy.levy)
        certified = request.certified_amount if request else None
        self.results[levy.levy] = LevyResult(
            levy.levy,
            bound,
            base=value.whole,
            county_base=value.county,
            amount=sheet.known(amount_key),
            uncapped_rate=None if certified is None else self._rate(certified, value),
            rate=sheet.known("rate"),
            tax=sheet.known("tax"),
            worksheet=sheet,
        )

    def _rate(self, amount: Decimal, value: LevyValue) -> Decimal:
        decimals = self.season.facts.rate_decimals
        return (
            rate_for(amount, value.whole, decimals)
            if value.whole
            else rounded(value.whole, decimals)
        )

    def _working_rate(self, code: str) -> Decimal:
        if code not in self.working_rates:
            missing = self.results.get(code)
            why = f": {missing.missing}" if missing and missing.missing else ""
            raise NotKnown(f"the rate of {code}, which is not computed yet{why}")
        return rounded(self.working_rates[code], WORKSHEET)
