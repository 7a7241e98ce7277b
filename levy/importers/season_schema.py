"""The format of a season folder: every file, every column, its unit and its meaning.

Reading, writing and the reference page all follow this declaration.  It is part of the importers,
and exporters import it from here, because the format is first of all what an import accepts.
"""

from levy.importers.season_column import Column, Table
from levy.importers.season_numbers import (
    DECIMALS,
    DOLLARS,
    FACTOR,
    FIGURE,
    FRACTION,
    INFLATION,
    PEOPLE,
    PERCENT,
    PROTECTED_RATE,
    RATE,
    VALUE,
    YEAR,
)
from levy.importers.season_texts import (
    BOOLEAN,
    CODE,
    DATE,
    LEVIES,
    LEVY,
    SOURCES,
    STATE,
    TEXT,
    choice,
    one_of,
)
from levy.kinds import (
    AreaStatus,
    Base,
    DistrictKind,
    FactorReason,
    LevyKind,
    LevyStatus,
    MeasureKind,
    Outcome,
    ParcelRate,
    ParcelRounding,
)
from levy.law import season

AREAS, DISTRICTS, LEVIES_FILE = "tax_code_areas.csv", "districts.csv", "levies.csv"
PUBLISHED_ITEMS = {
    # item: the column with the levy or area that it belongs to, the unit of its value
    "rate": ("levy", RATE),
    "amount": ("levy", DOLLARS),
    "base": ("levy", VALUE),
    "area_total": ("area", RATE),
    "aggregate_590": ("area", RATE),
    "one_percent": ("area", RATE),
}
ITEM = one_of({item: item for item in PUBLISHED_ITEMS})


def _levy(meaning: str) -> Column:
    return Column("levy", LEVY, meaning, required=True, refers=LEVIES_FILE)


FACTS = Table(
    "season.toml",
    "the county and tax year, as keys instead of columns",
    season.SeasonFacts,
    "facts",
    (),
    (
        Column("county", TEXT, "the county, without the word County", required=True),
        Column("state", STATE, "the state", required=True),
        Column("tax_year", YEAR, "the year in which the taxes are due", required=True),
        Column("rate_decimals", DECIMALS, "decimals of a certified rate", required=True),
        Column("real_ratio", PERCENT, "ratio of assessed to market value of real property"),
        Column("personal_ratio", PERCENT, "ratio of assessed to market value of personal property"),
        Column("inflation", INFLATION, "growth of prices for the limit factor"),
        Column("parcel_rounding", choice(ParcelRounding), "how half a cent on a parcel is rounded"),
        Column("parcel_rate", choice(ParcelRate), "whether a parcel's tax is rounded levy by levy"),
        Column("values_as_of", DATE, "the day on which the values were taken"),
        Column("sources", SOURCES, "where the figures come from"),
    ),
    needed=True,
)

TABLES = (
    Table(
        DISTRICTS,
        "taxing district",
        season.District,
        "districts",
        ("district",),
        (
            Column("district", CODE, "the district's code", required=True),
            Column("name", TEXT, "the name", required=True),
            Column("kind", choice(DistrictKind), "the kind of district", required=True),
            Column("population", PEOPLE, "people who live in it"),
            Column("lead_county", TEXT, "the county that computes a joint district's rates"),
        ),
        needed=True,
    ),
    Table(
        LEVIES_FILE,
        "levy",
        season.Levy,
        "levies",
        ("levy",),
        (
            Column("levy", LEVY, "the levy's code", required=True),
            Column(
                "district", CODE, "the district that levies it", required=True, refers=DISTRICTS
            ),
            Column("name", TEXT, "the name", required=True),
            Column("fund", TEXT, "the treasurer's fund number"),
            Column("kind", choice(LevyKind), "the kind of levy", required=True),
            Column(
                "base", choice(Base), "the taxable value that its rate applies to", required=True
            ),
            Column("statutory_rate", RATE, "the rate that the law allows"),
            Column("part_of", LEVY, "the levy that it is an earmarked part of", refers=LEVIES_FILE),
            Column(
                "status",
                choice(LevyStatus),
                "a retired levy keeps its areas and is not computed",
                required=True,
            ),
        ),
        needed=True,
    ),
    Table(
        AREAS,
        "tax code area",
        season.Area,
        "areas",
        ("area",),
        (
            Column("area", CODE, "the area's code", required=True),
            Column("name", TEXT, "the name", required=True),
            Column("status", choice(AreaStatus), "whether the area has property", required=True),
        ),
        needed=True,
    ),
    Table(
        "area_levies.csv",
        "area and levy that it pays",
        season.AreaLevy,
        "area_levies",
        ("area", "levy"),
        (
            Column("area", CODE, "the area", required=True, refers=AREAS),
            _levy("the levy that it pays; areas belong to levies, not to districts"),
        ),
        needed=True,
    ),
    Table(
        "values.csv",
        "area with its taxable values",
        season.AreaValues,
        "values",
        ("area",),
        (
            Column("area", CODE, "the area", required=True, refers=AREAS),
            Column("regular", VALUE, "value for regular levies"),
            Column(
                "senior", VALUE, "part of regular that senior relief exempts from excess levies"
            ),
            Column("farm", VALUE, "part of regular that is exempt from the state levy"),
            Column("timber_full", VALUE, "timber, in full"),
            Column("timber_half", VALUE, "timber, half of it"),
            Column("timber_roll", VALUE, "timber, 80 percent of the 1983 roll"),
            Column("tif_increment", VALUE, "growth in value that a tax increment area keeps"),
            Column("new_construction", VALUE, "new construction, already in regular"),
            Column("real", VALUE, "real property"),
            Column("personal", VALUE, "personal property"),
            Column("state_assessed", VALUE, "property that the state assesses"),
        ),
        needed=True,
    ),
    Table(
        "levy_values.csv",
        "levy and county, if the levy's base is not the sum of its areas",
        season.LevyValues,
        "levy_values",
        ("levy", "county"),
        (
            _levy("the levy"),
            Column("county", TEXT, "the county whose value it is", required=True),
            Column("base", VALUE, "the levy's value in that county", required=True),
            Column("new_construction", VALUE, "that county's new construction"),
            Column("state_assessed", VALUE, "that county's state-assessed property"),
            Column("state_assessed_prior", VALUE, "the same, a year earlier"),
            Column("reason", TEXT, "why it is not the sum of the areas"),
        ),
    ),
    Table(
        "limits.csv",
        "levy under the levy limit",
        season.Limit,
        "limits",
        ("levy",),
        (
            _levy("the levy"),
            Column("highest_lawful_levy", DOLLARS, "the highest lawful levy since 1985"),
            Column("limit_factor", FACTOR, "the factor used for the growth of that levy"),
            Column("limit_factor_reason", choice(FactorReason), "the basis of the factor"),
            Column("last_levy", DOLLARS, "levied last year, refund included"),
            Column("last_rate", RATE, "last year's rate without error correction"),
            Column("new_construction", VALUE, "new construction in the district"),
            Column("tif_increment", VALUE, "growth in value of tax increment areas"),
            Column("state_assessed", VALUE, "state-assessed property this year"),
            Column("state_assessed_prior", VALUE, "state-assessed property last year"),
            Column("annexed_value", VALUE, "value of the land annexed"),
            Column(
                "statutory_less",
                LEVIES,
                "levies whose rates lower this levy's statutory maximum",
                refers=LEVIES_FILE,
            ),
            Column("statutory_plus", RATE, "rate that raises it, such as a firefighters' pension"),
        ),
    ),
    Table(
        "requests.csv",
        "levy that a district requested",
        season.Request,
        "requests",
        ("levy",),
        (
            _levy("the levy"),
            Column("certified_amount", DOLLARS, "the amount that the district certified"),
            Column("certified_on", DATE, "the day on which the district certified it"),
            Column("resolution_dollars", DOLLARS, "the increase that its resolution states"),
            Column(
                "resolution_percent", FRACTION, "the same increase, as a part of last year's levy"
            ),
            Column("resolution_number", TEXT, "the resolution's number"),
            Column("refund", DOLLARS, "refunds to be levied again"),
            Column("abeyance", DOLLARS, "held in abeyance this year"),
            Column("over_levied", DOLLARS, "levied too much in an earlier year, subtracted"),
            Column("under_levied", DOLLARS, "levied too little in an earlier year, added"),
            Column("error_year", YEAR, "the tax year of that error"),
            Column("error_by_district", BOOLEAN, "whether the district caused it"),
            Column("shift_to", DOLLARS, "shifted to this levy from another"),
            Column("shift_from", DOLLARS, "shifted from this levy to another"),
        ),
    ),
    Table(
        "enrichment.csv",
        "school enrichment levy",
        season.Enrichment,
        "enrichment",
        ("levy",),
        (
            _levy("the levy"),
            Column("voter_approved", DOLLARS, "the amount that the voters approved"),
            Column("per_pupil_maximum", DOLLARS, "the state's maximum by pupils"),
        ),
    ),
    Table(
        "received_rates.csv",
        "levy whose rate or amount somebody else decides, and each earmarked part",
        season.ReceivedRate,
        "received",
        ("levy",),
        (
            _levy("the levy or earmarked part"),
            Column("rate", RATE, "the rate received; exactly one of rate and amount"),
            Column("amount", DOLLARS, "the amount received; exactly one of rate and amount"),
            Column("from", TEXT, "who decided it", field="source"),
        ),
    ),
    Table(
        "measures.csv",
        "measure that was put to the voters",
        season.Measure,
        "measures",
        ("measure",),
        (
            Column("measure", CODE, "the measure's code", required=True),
            _levy("the levy that it authorizes"),
            Column("kind", choice(MeasureKind), "the kind of measure", required=True),
            Column("election", DATE, "the day of the election"),
            Column("outcome", choice(Outcome), "what the voters decided", required=True),
            Column("first_year", YEAR, "the first tax year; blank means not known"),
            Column("last_year", YEAR, "the last tax year; blank means not known, not expired"),
            Column("rate", RATE, "the rate approved"),
            Column("factor", FACTOR, "the limit factor approved"),
            Column("document", TEXT, "where the measure can be read"),
        ),
    ),
    Table(
        "protections.csv",
        "levy that is protected from being cut by the $5.90 limit",
        season.Protection,
        "protections",
        ("levy",),
        (
            _levy("the levy of a fire district or authority, metropolitan park or flood zone"),
            Column(
                "rate",
                PROTECTED_RATE,
                "the rate levied outside the limit instead of being lost, at most 0.25",
                required=True,
            ),
            Column("document", TEXT, "the resolution or measure that protects it"),
        ),
    ),
    Table(
        "buy_downs.csv",
        "agreement by which one levy is lowered so that another loses less",
        season.BuyDown,
        "buy_downs",
        ("seller", "buyer"),
        (
            Column("seller", LEVY, "the levy that is lowered", required=True, refers=LEVIES_FILE),
            Column(
                "buyer", LEVY, "the levy that it is lowered for", required=True, refers=LEVIES_FILE
            ),
            Column("rate", RATE, "the reduction of the seller's rate, above zero", required=True),
            Column("document", TEXT, "where the agreement can be read"),
        ),
    ),
    Table(
        "published.csv",
        "figure that someone published, for comparison",
        season.PublishedFigure,
        "published",
        ("source", "item", "levy", "area", "as_of"),
        (
            Column("source", TEXT, "who published it, and where", required=True),
            Column("item", ITEM, "the kind of figure", required=True),
            Column("levy", LEVY, "the levy, for a rate, an amount or a base", refers=LEVIES_FILE),
            Column("area", CODE, "the area, for its total or a limit", refers=AREAS),
            Column(
                "value",
                FIGURE,
                "the figure: dollars for an amount, whole dollars for a base, else a rate",
                required=True,
            ),
            Column("as_of", DATE, "the date of the figure"),
        ),
    ),
)

FILES = (FACTS, *TABLES)
