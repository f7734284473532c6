"""Which of several blueprints Render reads."""

from __future__ import annotations

from tests.model.joined import joined

ROOT = "services: [{type: web, name: api, runtime: python, rootDir: api, startCommand: python app.py}]\n"


def test_a_service_that_the_root_declares_too_is_not_read_from_a_folder() -> None:
    files = {"render.yaml": ROOT, "api/render.yaml": ROOT, "api/app.py": ""}
    rows = {row.entry.path: row for service in joined(files).services for row in service.effective}
    assert rows["render.yaml"].unread == ""
    assert rows["api/render.yaml"].unread == "Render reads 'render.yaml', which declares 'api' too"
    assert rows["api/render.yaml"].winner is not None
    assert rows["api/render.yaml"].winner.unread == rows["api/render.yaml"].unread


def test_services_of_other_names_may_be_read_from_a_blueprint_in_a_folder() -> None:
    files = {"render.yaml": ROOT, "api/render.yaml": ROOT.replace("name: api", "name: jobs"), "api/app.py": ""}
    assert {row.unread for service in joined(files).services for row in service.effective} == {""}
