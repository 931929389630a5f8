"""Requests that nobody would write by hand: Schemathesis, by the OpenAPI description, finds no error of the server."""

from __future__ import annotations

from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from masudi.casefile import Case
from masudi.web import Person, Visitors, create_app
from tests.web.conftest import csrf, report_ids

# Examples of each route: there are some forty, and each takes about ten milliseconds.
_EXAMPLES = 8


def test_no_request_breaks_the_server(open_web_case: Case) -> None:
    visitors = Visitors([Person(name="Amal")])
    app = create_app(open_web_case, visitors)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)
    client.get("/enter", params={"key": next(iter(visitors.keys))})
    headers = {"host": "127.0.0.1", "x-csrf": csrf(client), "cookie": f"masudi={client.cookies['masudi']}"}
    report = report_ids(client)["mill"]
    claim = client.get(f"/report/{report}.json").json()["claims"][0]["id"]
    tried: dict[str, set[int]] = {}
    described = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"host": "127.0.0.1"})
    for result in described.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()

        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def fuzz(case: Any) -> None:
            # Ids that nothing has end every request early: some are those of a report and a claim.
            for name, known in (("report", report), ("claim", claim), ("id_", report)):
                if case.path_parameters and name in case.path_parameters and hash(str(case.query)) % 2:
                    case.path_parameters[name] = known
            answer = case.call(base_url="http://127.0.0.1", headers=headers)
            tried.setdefault(case.operation.label, set()).add(answer.status_code)
            case.validate_response(answer, checks=[not_a_server_error])

        given(case=operation.as_strategy())(fuzz)()
    assert len(tried) > 30
    assert any(200 in statuses for statuses in tried.values())
