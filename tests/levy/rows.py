"""A county's season in the fewest rows, and one more good row for every table.

PRESENT is in the database before an attack.  GOOD is a row that each table would take next: an
attack changes one thing of it, so that the refusal can have one cause only.
"""

from typing import Any

Row = dict[str, Any]

DIGEST = "0123456789abcdef" * 4

PRESENT: list[tuple[str, Row]] = [
    ("county", {"id": 1, "state": "WA", "name": "Benton"}),
    ("county", {"id": 2, "state": "OR", "name": "Benton"}),
    ("tax_year", {"id": 1, "county_id": 1, "year": 2025, "rate_decimals": 10}),
    ("tax_year", {"id": 2, "county_id": 1, "year": 2026, "rate_decimals": 10}),
    ("district", {"season_id": 1, "district": "10", "name": "County", "kind": "county",
                  "position": 1}),
    ("district", {"season_id": 2, "district": "NEXT", "name": "Of 2026", "kind": "fire",
                  "position": 1}),
    ("levy", {"season_id": 1, "levy": "COUNTY", "district": "10", "name": "Current expense",
              "kind": "regular", "base": "regular", "status": "active", "position": 1}),
    ("levy", {"season_id": 1, "levy": "ROAD", "district": "10", "name": "Road",
              "kind": "regular", "base": "regular", "status": "active", "position": 2}),
    ("levy", {"season_id": 1, "levy": "PORT", "district": "10", "name": "Port",
              "kind": "regular", "base": "regular", "status": "active", "position": 3}),
    ("levy", {"season_id": 2, "levy": "NEXTFIRE", "district": "NEXT", "name": "Of 2026",
              "kind": "regular", "base": "regular", "status": "active", "position": 1}),
    ("tax_code_area", {"season_id": 1, "area": "B4", "name": "B4", "status": "active",
                       "position": 1}),
    ("tax_code_area", {"season_id": 2, "area": "N1", "name": "Of 2026", "status": "active",
                       "position": 1}),
    ("value_snapshot", {"season_id": 1, "version": 1, "reason": "season folder"}),
    ("levy_limit", {"season_id": 1, "levy": "COUNTY", "position": 1}),
    ("calculation", {"season_id": 1, "version": 1}),
    ("value_snapshot", {"season_id": 2, "version": 1, "reason": "season folder"}),
    ("levy_rate", {"season_id": 1, "levy": "COUNTY", "binding": "limit", "position": 1}),
    ("levy_rate", {"season_id": 1, "levy": "PORT", "binding": "limit", "position": 3}),
    ("worksheet", {"season_id": 1, "levy": "COUNTY", "statute": "RCW 84.55.010"}),
    ("season_import", {"id": 1, "folder": "benton-2025", "content": DIGEST, "rows": "{}",
                       "who": "ann"}),
]  # fmt: skip

GOOD: dict[str, Row] = {
    "county": {"id": 3, "state": "WA", "name": "Franklin"},
    "tax_year": {"id": 3, "county_id": 2, "year": 2025, "rate_decimals": 10},
    "district": {"season_id": 1, "district": "501", "name": "Kennewick", "kind": "city",
                 "position": 2},
    "levy": {"season_id": 1, "levy": "KENN", "district": "10", "name": "Kennewick",
             "kind": "regular", "base": "regular", "status": "active", "position": 4},
    "tax_code_area": {"season_id": 1, "area": "K1", "name": "K1", "status": "active",
                      "position": 2},
    "area_levy": {"season_id": 1, "area": "B4", "levy": "COUNTY", "position": 1},
    "measure": {"season_id": 1, "measure": "LIFT", "levy": "COUNTY",
                "kind": "lid_lift_multi_year", "outcome": "passed", "position": 1},
    "value_snapshot": {"season_id": 1, "version": 2, "reason": "November values"},
    "area_value": {"season_id": 1, "version": 1, "area": "B4", "position": 1},
    "levy_value": {"season_id": 1, "version": 1, "levy": "COUNTY", "county": "Benton",
                   "base": 1000, "position": 1},
    "levy_limit": {"season_id": 1, "levy": "ROAD", "position": 2},
    "statutory_subtraction": {"season_id": 1, "levy": "COUNTY", "less": "ROAD", "position": 1},
    "enrichment_limit": {"season_id": 1, "levy": "COUNTY", "position": 1},
    "levy_request": {"season_id": 1, "levy": "COUNTY", "position": 1},
    "received_rate": {"season_id": 1, "levy": "COUNTY", "rate": "1.5", "position": 1},
    "protection": {"season_id": 1, "levy": "COUNTY", "rate": "0.25", "position": 1},
    "buy_down": {"season_id": 1, "seller": "COUNTY", "buyer": "ROAD", "rate": "0.1",
                 "position": 1},
    "calculation": {"season_id": 2, "version": 1},
    "levy_rate": {"season_id": 1, "levy": "ROAD", "binding": "limit", "position": 2},
    "worksheet": {"season_id": 1, "levy": "PORT"},
    "worksheet_line": {"season_id": 1, "levy": "COUNTY", "position": 1, "key": "A",
                       "label": "Limit", "unit": "dollars"},
    "area_total": {"season_id": 1, "area": "B4", "position": 1},
    "notice": {"season_id": 1, "position": 1, "code": "expired", "sentence": "It ended."},
    "published_figure": {"season_id": 1, "position": 1, "source": "letter", "item": "rate",
                         "levy": "COUNTY", "value": "1.5"},
    "property": {"county_id": 1, "tax_year": 2025, "parcel": "1-0001", "area": "B4",
                 "land": 100, "improvement": 200, "personal": 0, "exemption": 60,
                 "regular": 240, "excess": 200, "state_1": 230, "state_2": 190},
    "season_import": {"id": 2, "season_id": 1, "version": 1, "folder": "benton-2025",
                      "content": DIGEST, "rows": "{}", "who": "ann"},
    "import_problem": {"import_id": 1, "position": 1, "file": "levies.csv", "row": 2,
                       "what": "KENN stands twice.", "to_do": "Remove one."},
    "app_user": {"id": 1, "username": "ann", "name": "Ann", "role": "assessor"},
    "audit_entry": {"id": 1, "who": "ann", "what": "season.import", "subject": "Benton 2025"},
}  # fmt: skip
