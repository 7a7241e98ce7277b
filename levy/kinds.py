"""The kinds of districts, levies, measures and so on; the law and the tables share them."""

from enum import StrEnum


class DistrictKind(StrEnum):
    """The kind of a taxing district."""

    COUNTY = "county"
    ROAD = "road"
    CITY = "city"
    FIRE = "fire"
    RFA = "rfa"
    LIBRARY = "library"
    HOSPITAL = "hospital"
    PORT = "port"
    PUD = "pud"
    SCHOOL = "school"
    EMS = "ems"
    CEMETERY = "cemetery"
    PARK = "park"
    PARK_SERVICE_AREA = "park_service_area"
    METROPOLITAN_PARK = "metropolitan_park"
    FLOOD = "flood"
    FERRY = "ferry"
    TRANSIT = "transit"
    RTA = "rta"
    CULTURAL_ARTS = "cultural_arts"
    CULTURAL_ACCESS = "cultural_access"
    CITY_TRANSPORT = "city_transport"
    MOSQUITO = "mosquito"
    AIRPORT = "airport"
    OTHER_JUNIOR = "other_junior"
    STATE = "state"


class LevyKind(StrEnum):
    """The kind of a levy, which determines its limits."""

    REGULAR = "regular"
    LID_LIFT = "lid_lift"
    EMS = "ems"
    BOND = "bond"
    CAPITAL = "capital"
    ENRICHMENT = "enrichment"
    TRANSPORT = "transport"
    NON_VOTED_BOND = "non_voted_bond"
    STATE_1 = "state_1"
    STATE_2 = "state_2"
    REFUND = "refund"


class Base(StrEnum):
    """The taxable value that a levy's rate is computed on."""

    REGULAR = "regular"
    EXCESS = "excess"
    ENRICHMENT = "enrichment"
    STATE_1 = "state_1"
    STATE_2 = "state_2"


class LevyStatus(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


class AreaStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


class Binding(StrEnum):
    """What decided a levy's amount."""

    LIMIT = "limit"
    RESOLUTION = "resolution"
    CERTIFIED = "certified"
    STATUTORY = "statutory"
    AGGREGATE = "aggregate"
    ONE_PERCENT = "one_percent"
    BUY_DOWN = "buy_down"
    RECEIVED = "received"
    NONE = "none"


class FactorReason(StrEnum):
    """The basis of a limit factor."""

    STATUTE = "statute"
    SUBSTANTIAL_NEED = "substantial_need"
    LID_LIFT = "lid_lift"


class MeasureKind(StrEnum):
    """The kind of a measure."""

    LID_LIFT_SINGLE_YEAR = "lid_lift_single_year"
    LID_LIFT_MULTI_YEAR = "lid_lift_multi_year"
    EMS = "ems"
    BOND = "bond"
    CAPITAL = "capital"
    ENRICHMENT = "enrichment"
    TRANSPORT = "transport"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"


class ParcelRounding(StrEnum):
    """How exactly half a cent on a parcel is rounded."""

    HALF_DOWN = "half_down"
    HALF_UP = "half_up"


class ParcelRate(StrEnum):
    """Whether a parcel's tax is rounded levy by levy or once for all."""

    LEVY = "levy"
    CONSOLIDATED = "consolidated"


class Environment(StrEnum):
    """Where the application runs; staging follows production's rules."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    STAGING = "staging"
    PRODUCTION = "production"

    @property
    def protected(self) -> bool:
        return self in {Environment.STAGING, Environment.PRODUCTION}
