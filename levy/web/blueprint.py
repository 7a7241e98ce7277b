"""Assembles the pages: their addresses, and the checks of every request and response."""

from flask import Blueprint

from levy.web.certification_routes import add_certification_routes
from levy.web.error_handlers import add_error_pages
from levy.web.figure_routes import add_figure_routes
from levy.web.history_routes import add_history_routes
from levy.web.home_routes import add_home_routes
from levy.web.import_routes import add_import_routes
from levy.web.input_routes import add_input_routes
from levy.web.paper_routes import add_paper_routes
from levy.web.scenario_routes import add_scenario_routes
from levy.web.season_routes import add_season_routes
from levy.web.security_headers import with_security_headers
from levy.web.template_names import names_for_templates
from levy.web.this_machine_alone import this_machine_alone
from levy.web.value_routes import add_value_routes
from levy.web.what_if_routes import add_what_if_routes
from levy.web.writes import guard_writes


def create_blueprint() -> Blueprint:
    """Return the pages, their static files, and their error pages."""
    pages = Blueprint(
        "web",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/assets",
    )
    pages.before_app_request(this_machine_alone)
    add_home_routes(pages)
    add_season_routes(pages)
    add_history_routes(pages)
    add_figure_routes(pages)
    add_input_routes(pages)
    add_certification_routes(pages)
    add_value_routes(pages)
    add_scenario_routes(pages)
    add_what_if_routes(pages)
    add_import_routes(pages)
    add_paper_routes(pages)
    guard_writes(pages)
    pages.app_context_processor(names_for_templates)
    pages.after_app_request(with_security_headers)
    add_error_pages(pages)
    return pages
