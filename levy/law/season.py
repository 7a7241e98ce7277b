"""A county's levy season as the law sees it: its inputs and its results.

The records mirror the season folder: one class for each file, one field for each column.  None
means that the cell was blank: not known, which is never zero.

dollars  money; value  whole dollars of taxable value; rate  dollars per $1,000
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from levy.kinds import (
    AreaStatus,
    Base,
    Binding,
    DistrictKind,
    FactorReason,
    LevyKind,
    LevyStatus,
    MeasureKind,
    Outcome,
    ParcelRate,
    ParcelRounding,
)
from levy.law.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """Facts about the whole season (season.toml).

    rate_decimals   decimals of a certified rate
    real_ratio      percent: assessed to market value of real property
    personal_ratio  percent, of personal property
    inflation       fraction: 0.0257 means 2.57 percent
    """

    county: str
    state: str
    tax_year: int
    rate_decimals: int
    real_ratio: Decimal | None = None
    personal_ratio: Decimal | None = None
    inflation: Decimal | None = None
    parcel_rounding: ParcelRounding | None = None
    parcel_rate: ParcelRate | None = None
    values_as_of: date | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """A taxing district (districts.csv)."""

    district: str
    name: str
    kind: DistrictKind
    population: int | None = None
    lead_county: str | None = None


@dataclass(frozen=True, slots=True)
class Levy:
    """A levy of a district (levies.csv).

    statutory_rate  rate that the law allows before other levies' rates are subtracted
    part_of         the levy that this one is an earmarked part of
    """

    levy: str
    district: str
    name: str
    kind: LevyKind
    base: Base
    fund: str | None = None
    statutory_rate: Decimal | None = None
    part_of: str | None = None
    status: LevyStatus = LevyStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Area:
    """A tax code area (tax_code_areas.csv)."""

    area: str
    name: str
    status: AreaStatus


@dataclass(frozen=True, slots=True)
class AreaLevy:
    """A levy that an area pays (area_levies.csv); areas belong to levies, not to districts."""

    area: str
    levy: str


@dataclass(frozen=True, slots=True)
class AreaValues:
    """Taxable values of one area (values.csv), each a value in whole dollars."""

    area: str
    regular: Decimal | None = None
    senior: Decimal | None = None
    farm: Decimal | None = None
    timber_full: Decimal | None = None
    timber_half: Decimal | None = None
    timber_roll: Decimal | None = None
    tif_increment: Decimal | None = None
    new_construction: Decimal | None = None
    real: Decimal | None = None
    personal: Decimal | None = None
    state_assessed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LevyValues:
    """One county's value of a levy whose base is not the sum of its areas (levy_values.csv)."""

    levy: str
    county: str
    base: Decimal
    new_construction: Decimal | None = None
    state_assessed: Decimal | None = None
    state_assessed_prior: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """Inputs of one levy's levy limit (limits.csv).

    highest_lawful_levy   dollars, the highest since 1985
    limit_factor          factor: 1.01
    last_levy             dollars actually levied last year, its refund included
    last_rate             rate of last year without error correction
    new_construction, tif_increment, state_assessed, state_assessed_prior, annexed_value
                          values
    statutory_less        levies whose rates lower this levy's statutory maximum
    statutory_plus        rate that raises it
    """

    levy: str
    highest_lawful_levy: Decimal | None = None
    limit_factor: Decimal | None = None
    limit_factor_reason: FactorReason | None = None
    last_levy: Decimal | None = None
    last_rate: Decimal | None = None
    new_construction: Decimal | None = None
    tif_increment: Decimal | None = None
    state_assessed: Decimal | None = None
    state_assessed_prior: Decimal | None = None
    annexed_value: Decimal | None = None
    statutory_less: tuple[str, ...] = ()
    statutory_plus: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A district's request (requests.csv): dollars, except resolution_percent, a fraction."""

    levy: str
    certified_amount: Decimal | None = None
    certified_on: date | None = None
    resolution_dollars: Decimal | None = None
    resolution_percent: Decimal | None = None
    resolution_number: str | None = None
    refund: Decimal | None = None
    abeyance: Decimal | None = None
    over_levied: Decimal | None = None
    under_levied: Decimal | None = None
    error_year: int | None = None
    error_by_district: bool | None = None
    shift_to: Decimal | None = None
    shift_from: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Enrichment:
    """The two caps of a school enrichment levy that others set (enrichment.csv), dollars."""

    levy: str
    voter_approved: Decimal | None = None
    per_pupil_maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReceivedRate:
    """A rate or an amount, not both, that somebody else decided (received_rates.csv)."""

    levy: str
    rate: Decimal | None = None
    amount: Decimal | None = None
    source: str | None = None  # the file's column is named `from`, a keyword of Python


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that voters decided (measures.csv); a blank year is not known, not an expiry."""

    measure: str
    levy: str
    kind: MeasureKind
    outcome: Outcome
    election: date | None = None
    first_year: int | None = None
    last_year: int | None = None
    rate: Decimal | None = None
    factor: Decimal | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """A rate levied outside the $5.90 limit instead of being lost to it (protections.csv)."""

    levy: str
    rate: Decimal
    document: str | None = None


@dataclass(frozen=True, slots=True)
class BuyDown:
    """An agreement to lower the seller's rate for the benefit of the buyer (buy_downs.csv)."""

    seller: str
    buyer: str
    rate: Decimal
    document: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure that someone published, for comparison (published.csv)."""

    source: str
    item: str
    value: Decimal
    levy: str | None = None
    area: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """All inputs of a season."""

    facts: SeasonFacts
    districts: tuple[District, ...] = ()
    levies: tuple[Levy, ...] = ()
    areas: tuple[Area, ...] = ()
    area_levies: tuple[AreaLevy, ...] = ()
    values: tuple[AreaValues, ...] = ()
    levy_values: tuple[LevyValues, ...] = ()
    limits: tuple[Limit, ...] = ()
    requests: tuple[Request, ...] = ()
    enrichment: tuple[Enrichment, ...] = ()
    received: tuple[ReceivedRate, ...] = ()
    measures: tuple[Measure, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    protections: tuple[Protection, ...] = ()
    buy_downs: tuple[BuyDown, ...] = ()


class LevyResult(NamedTuple):
    """The result of one levy (rates.csv); a figure that is not known yet is None.

    base          value that the rate is computed on, all counties together
    county_base   this county's part of it
    amount        dollars, the whole levy
    uncapped_rate rate that the certified request alone would need
    rate          rate as certified
    tax           dollars, this county's share: county_base × rate
    next_highest_lawful_levy, next_rate   next year's starting figures
    missing       the input that the levy waits for; blank once the levy is computed
    """

    levy: str
    binding: Binding
    base: Decimal | None = None
    county_base: Decimal | None = None
    amount: Decimal | None = None
    uncapped_rate: Decimal | None = None
    rate: Decimal | None = None
    tax: Decimal | None = None
    next_highest_lawful_levy: Decimal | None = None
    next_rate: Decimal | None = None
    missing: str = ""
    worksheet: Worksheet | None = None


class AreaResult(NamedTuple):
    """The result of one area (area_totals.csv).

    total_rate, senior_rate      rates: of a full-paying parcel, of a senior-exempt parcel
    aggregate_590, one_percent   rates that count in the two limits
    tax                          dollars, each levy's base in the area × rate, rounded once
    """

    area: str
    total_rate: Decimal | None = None
    senior_rate: Decimal | None = None
    aggregate_590: Decimal | None = None
    one_percent: Decimal | None = None
    tax: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning for a person: which levy or area it is about, and the sentence."""

    subject: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SeasonResult:
    """All results of a season."""

    levies: tuple[LevyResult, ...]
    areas: tuple[AreaResult, ...]
    notices: tuple[Notice, ...] = ()
