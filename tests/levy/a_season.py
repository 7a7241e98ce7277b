"""Two seasons for the store: one with every field known, one with every field blank."""

from datetime import date
from decimal import Decimal

from levy import kinds
from levy.errors import Problem
from levy.law import season as law
from levy.law.worksheet import Line, Worksheet

D = Decimal
DAY = date(2025, 1, 15)

FULL = law.Season(
    facts=law.SeasonFacts(
        "Benton", "WA", 2025, 10, D("95.8"), D("95.50"), D("-0.0257"),
        kinds.ParcelRounding.HALF_DOWN, kinds.ParcelRate.LEVY, DAY, ("Assessor", "Revenue"),
    ),
    districts=(
        law.District("9", "Fire, \"the\" 9th\\", kinds.DistrictKind.FIRE, 0, "Yakima"),
        law.District("10", "County", kinds.DistrictKind.COUNTY, 212_000, "Benton"),
    ),
    levies=(
        # A part comes before its whole, and no rows are in the order of their codes.
        law.Levy("VET", "10", "Veterans", kinds.LevyKind.REGULAR, kinds.Base.REGULAR, "0001",
                 D("0.0112500"), "COUNTY", kinds.LevyStatus.ACTIVE),
        law.Levy("COUNTY", "10", "County", kinds.LevyKind.REGULAR, kinds.Base.REGULAR, "0002",
                 D("1.8"), "ROAD", kinds.LevyStatus.ACTIVE),
        law.Levy("ROAD", "10", "Road", kinds.LevyKind.BOND, kinds.Base.EXCESS, "0003",
                 D("2.250000000001"), "VET", kinds.LevyStatus.RETIRED),
    ),
    areas=(
        law.Area("K1", "Kennewick", kinds.AreaStatus.ACTIVE),
        law.Area("B4", "Benton City", kinds.AreaStatus.INACTIVE),
    ),
    area_levies=(law.AreaLevy("K1", "VET"), law.AreaLevy("B4", "COUNTY"),
                 law.AreaLevy("B4", "VET")),
    values=(
        law.AreaValues("K1", D(1), D(2), D(3), D(4), D(5), D(6), D(7), D(8), D(9), D(10), D(11)),
        law.AreaValues("B4", *[D("999999999999999999")] * 11),
    ),
    levy_values=(
        law.LevyValues("COUNTY", "Yakima", D(100), D(1), D(2), D(3), "joint district"),
        law.LevyValues("COUNTY", "Benton", D("4866354151"), D(0), D(0), D(0), "joint district"),
    ),
    limits=(
        law.Limit("VET", D("271045.39"), D("1.01"), kinds.FactorReason.SUBSTANTIAL_NEED,
                  D("235839.7"), D("0.718121757705"), D(1), D(2), D(3), D(4), D(5),
                  ("ROAD", "COUNTY"), D("0.225")),
        law.Limit("COUNTY", D("0.00"), D("1.0600"), kinds.FactorReason.LID_LIFT, D(0), D(0),
                  D(0), D(0), D(0), D(0), D(0), ("VET",), D(0)),
    ),
    requests=(
        law.Request("VET", D("281294.09"), DAY, D("37916.14"), D("0.16077115254801"), "24-12",
                    D(1), D(2), D(3), D(4), 2023, False, D(5), D(6)),
        law.Request("COUNTY", D(0), DAY, D(0), D(0), "24-13", D(0), D(0), D(0), D(0), 2024,
                    True, D(0), D(0)),
    ),
    enrichment=(law.Enrichment("ROAD", D(23_850_000), D("60990702.59")),),
    received=(
        law.ReceivedRate("ROAD", D(0), None, "Yakima County"),
        law.ReceivedRate("VET", None, D("12.30"), "Franklin County"),
    ),
    measures=(
        law.Measure("LIFT", "VET", kinds.MeasureKind.LID_LIFT_SINGLE_YEAR,
                    kinds.Outcome.PASSED, DAY, 2025, 2030, D("1.50"), D("1.06"), "Res. 1"),
    ),
    published=(
        law.PublishedFigure("letter", "rate", D("1.3046932417"), "VET", "K1", DAY),
        law.PublishedFigure("letter", "amount", D("281294.09"), "VET", "B4", DAY),
    ),
    protections=(
        law.Protection("VET", D("0.250"), "Res. 2"), law.Protection("COUNTY", D(0), "Res. 3"),
    ),
    buy_downs=(
        law.BuyDown("VET", "COUNTY", D("0.100000000001"), "Contract 1"),
        law.BuyDown("COUNTY", "VET", D("0.2"), "Contract 2"),
    ),
)  # fmt: skip

BLANK = law.Season(
    facts=law.SeasonFacts("Benton", "OR", 2025, 9),
    districts=(law.District("9", "Fire", kinds.DistrictKind.FIRE),),
    levies=(law.Levy("VET", "9", "Fire", kinds.LevyKind.REGULAR, kinds.Base.REGULAR),),
    areas=(law.Area("K1", "Elsewhere", kinds.AreaStatus.ACTIVE),),
    area_levies=(law.AreaLevy("K1", "VET"),),
    values=(law.AreaValues("K1"),),
    levy_values=(law.LevyValues("VET", "Benton", D(1)),),
    limits=(law.Limit("VET"),),
    requests=(law.Request("VET"),),
    enrichment=(law.Enrichment("VET"),),
    received=(law.ReceivedRate("VET", D("1.5")),),
    measures=(law.Measure("M", "VET", kinds.MeasureKind.BOND, kinds.Outcome.PENDING),),
    published=(law.PublishedFigure("letter", "rate", D(1), "VET"),),
    protections=(law.Protection("VET", D("0.1")),),
)

RESULT = law.SeasonResult(
    levies=(
        law.LevyResult(
            "VET", kinds.Binding.STATUTORY, D(100), D(90), D("12.30"), D("1.500000000001"),
            D("1.5000000000"), D("11.07"), D("12.30"), D("1.500000000000"), "",
            Worksheet("RCW 84.55.010", (
                Line("B", "First", D("-1.50"), "dollars", "A − C", "RCW 84.55.010", "limits.csv"),
                Line("C", "Second", None, "number"),
                Line("A", "Third", D("0.000000000000000001"), "factor"),
            )),
        ),
        law.LevyResult("COUNTY", kinds.Binding.NONE, missing="certified_amount",
                       worksheet=Worksheet("RCW 84.52", ())),
    ),
    areas=(
        law.AreaResult("K1", D("10.1234567890"), D("8.10"), D("5.9"), D(10), D("123.45")),
        law.AreaResult("B4"),
    ),
    notices=(law.Notice("VET", "expired", "It ended in 2024."), law.Notice("", "b", "c")),
)  # fmt: skip

PROBLEMS = (
    Problem("levies.csv", 2, "levy", "KENN appears twice.", "Remove one."),
    Problem("values.csv", None, "", "The file is missing.", "Add it."),
)
