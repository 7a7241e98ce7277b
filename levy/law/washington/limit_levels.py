"""The components of a levy's rate, and which is cut first.  RCW 84.52.010(3).

The two limits do not cut whole levies: a fire district's first $0.50 is cut later than the rest
of its rate.  So a rate is divided into components, and each limit has its own list of levels;
the components of one level are cut together.

component                 what it is                                          RCW
county, _rest             the general levy up to $1.80; the rest above it     84.52.043(1)
library, _rest            up to $0.50 of assessed value; the rest above it    84.52.063
fire, rfa, hospital       the first $0.50; `_rest` is the remainder           84.52.010(3)(b)
metropolitan_park         the first $0.50, district formed in 2002 or later   84.52.010(3)(b)
  ..._before_2002         the first $0.50, older district; the same `_rest`   84.52.010(3)(b)
ems, _rest                the first $0.30; the remainder                      84.52.069
fire_protected            of a fire district or authority, outside $5.90      84.52.125
metropolitan_park_protected, flood_protected                                  84.52.120, .816
levy_error                above the statutory maximum, from an error that
                          the district did not cause                          84.52.085
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from levy.kinds import Base, Binding, LevyKind
from levy.law.season import District, Levy
from levy.law.units import ZERO

# Names of the two limits across areas.
SHORT_LIMIT_NAMES = {Binding.AGGREGATE: "$5.90", Binding.ONE_PERCENT: "1 %"}
LIMIT_NAMES = {limit: f"{short} limit" for limit, short in SHORT_LIMIT_NAMES.items()}


class Component(StrEnum):
    """A part of a rate that has its own line on the limit forms."""

    STATE = "state"
    COUNTY = "county"
    COUNTY_REST = "county_rest"
    DISSOLVED = "dissolved"
    ROAD = "road"
    CITY = "city"
    RTA = "rta"
    FIRE = "fire"
    FIRE_REST = "fire_rest"
    FIRE_PROTECTED = "fire_protected"
    RFA = "rfa"
    RFA_REST = "rfa_rest"
    LIBRARY = "library"
    LIBRARY_REST = "library_rest"
    HOSPITAL = "hospital"
    HOSPITAL_REST = "hospital_rest"
    METROPOLITAN_PARK_BEFORE_2002 = "metropolitan_park_before_2002"
    METROPOLITAN_PARK = "metropolitan_park"
    METROPOLITAN_PARK_REST = "metropolitan_park_rest"
    METROPOLITAN_PARK_PROTECTED = "metropolitan_park_protected"
    CEMETERY = "cemetery"
    AIRPORT = "airport"
    MOSQUITO = "mosquito"
    OTHER_JUNIOR = "other_junior"
    FLOOD = "flood"
    FLOOD_PROTECTED = "flood_protected"
    PARK = "park"
    PARK_SERVICE_AREA = "park_service_area"
    CULTURAL_ARTS = "cultural_arts"
    CITY_TRANSPORT = "city_transport"
    CULTURAL_ACCESS = "cultural_access"
    EMS = "ems"
    EMS_REST = "ems_rest"
    CONSERVATION_FUTURES = "conservation_futures"
    AFFORDABLE_HOUSING = "affordable_housing"
    COUNTY_HOSPITAL = "county_hospital"
    ISLAND_PARK = "island_park"
    FERRY = "ferry"
    CRIMINAL_JUSTICE = "criminal_justice"
    TRANSIT = "transit"
    LEVY_ERROR = "levy_error"


REST = {
    Component.COUNTY: Component.COUNTY_REST,
    Component.LIBRARY: Component.LIBRARY_REST,
    Component.FIRE: Component.FIRE_REST,
    Component.RFA: Component.RFA_REST,
    Component.HOSPITAL: Component.HOSPITAL_REST,
    Component.METROPOLITAN_PARK_BEFORE_2002: Component.METROPOLITAN_PARK_REST,
    Component.METROPOLITAN_PARK: Component.METROPOLITAN_PARK_REST,
    Component.EMS: Component.EMS_REST,
}
PROTECTED_AS = {
    Component.FIRE_REST: Component.FIRE_PROTECTED,
    Component.RFA_REST: Component.FIRE_PROTECTED,
    Component.METROPOLITAN_PARK_REST: Component.METROPOLITAN_PARK_PROTECTED,
    Component.FLOOD: Component.FLOOD_PROTECTED,
}


class Level(NamedTuple):
    """Components that are cut together; the number is the form's."""

    number: int
    components: tuple[Component, ...]


@dataclass(frozen=True)
class LimitLaw:
    """One tax year's limits across areas; `levy.params.washington.limit_law` reads them.

    aggregate_limit     rate: $5.90                                       RCW 84.52.043(2)
    one_percent         rate on market value: $10                         RCW 84.52.050
    aggregate_levels    funded first to cut first; the first is never cut REV 64 0097
    one_percent_levels  the same for the 1 % limit                        REV 64 0096
    first_parts         highest rate of a component; the rate above it is its `_rest`
    protected           rate by component that may leave the $5.90 limit
    """

    aggregate_limit: Decimal
    one_percent: Decimal
    aggregate_levels: tuple[Level, ...]
    one_percent_levels: tuple[Level, ...]
    first_parts: Mapping[Component, Decimal]
    protected: Mapping[Component, Decimal]


class LimitedLevy(NamedTuple):
    """A levy as the two limits see it.

    component   component of the first part of its rate
    rate        rate before the limits, or None if it is not known yet
    error_rate  part of the rate above the statutory maximum, from an error that the
                district did not cause (RCW 84.52.085)
    protects    rate that the district may move out of the $5.90 limit instead of losing it
    part_of     the levy that it is an earmarked part of
    """

    levy: str
    component: Component
    rate: Decimal | None
    error_rate: Decimal = ZERO
    protects: Decimal = ZERO
    part_of: str | None = None


class Piece(NamedTuple):
    """One component of one levy."""

    levy: str
    component: Component


_KINDS = frozenset({LevyKind.REGULAR, LevyKind.LID_LIFT, LevyKind.REFUND})
_STATE = frozenset({LevyKind.STATE_1, LevyKind.STATE_2})
_LEVY_ERROR = Component.LEVY_ERROR
_COMPONENTS = {component.value: component for component in Component}


def limited_component(levy: Levy, district: District) -> Component | None:
    """Return the component of the first part of a levy's rate, or None outside both limits.

    Excess levies, ports, public utility districts and bonds, voted or not, are outside
    both (Constitution, article VII, section 2; RCW 84.52.043(2), 84.52.050).
    """
    if levy.kind in _STATE:
        return Component.STATE
    if levy.kind is LevyKind.EMS:
        return Component.EMS
    if levy.kind not in _KINDS or levy.base is not Base.REGULAR:
        return None
    return _COMPONENTS.get(district.kind.value)


def pieces_of(levies: Iterable[LimitedLevy], law: LimitLaw) -> dict[Piece, Decimal]:
    """Return each levy's rate divided into its components; components of zero are left out.

    A county's $1.80 includes its earmarked parts, which are separate levies (WAC 458-19-055), so
    their rates are subtracted from it first.
    """
    rates = [(levy, levy.rate) for levy in levies if levy.rate is not None]
    parts: dict[str, Decimal] = {}
    for levy, rate in rates:
        if levy.part_of is not None:
            parts[levy.part_of] = parts.get(levy.part_of, ZERO) + rate
    pieces: dict[Piece, Decimal] = {}
    for levy, rate in rates:
        code, component, lawful = levy.levy, levy.component, rate - levy.error_rate
        most = law.first_parts.get(component)
        if most is not None:
            first = min(lawful, max(most - parts.get(code, ZERO), ZERO))
            pieces[Piece(code, component)] = first
            component, lawful = REST[component], lawful - first
        pieces[Piece(code, component)] = lawful
        if levy.error_rate:
            pieces[Piece(code, _LEVY_ERROR)] = levy.error_rate
    return {piece: part for piece, part in pieces.items() if part > ZERO}
