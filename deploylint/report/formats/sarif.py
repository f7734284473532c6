"""The report for code scanning: SARIF 2.1.0, one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sarif_om as om

from deploylint.check.finding import LEVELS, Finding
from deploylint.report.run import Provenance, Run
from deploylint.report.sarif.results import ROOT, artifact, results
from deploylint.report.sarif.rules import SKIPPED, TRUNCATED, driver
from deploylint.report.sarif.serialise import serialise

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAXIMUM = 25_000  # results of a run; GitHub refuses a file with more


def render(run: Run) -> str:
    """The run as compact SARIF with a final line end; above 25,000 findings the least severe are left out."""
    kept = replace(run, findings=_kept(run))
    notifications = [*_skipped(run), *_truncated(len(run.findings) - len(kept.findings))]
    return serialise(
        om.SarifLog(
            schema_uri=SCHEMA,
            version="2.1.0",
            runs=[
                om.Run(
                    tool=om.Tool(driver=driver(run.version, run.rules)),
                    invocations=[
                        om.Invocation(
                            execution_successful=True,
                            tool_execution_notifications=notifications or None,
                        )
                    ],
                    original_uri_base_ids={
                        ROOT: om.ArtifactLocation(description=om.Message(text="The top folder of the repository."))
                    },
                    version_control_provenance=_provenance(run.provenance),
                    column_kind="unicodeCodePoints",
                    results=results(kept),
                )
            ],
        )
    )


def _kept(run: Run) -> tuple[Finding, ...]:
    if len(run.findings) <= MAXIMUM:
        return run.findings
    loudest = sorted(run.findings, key=lambda finding: (-LEVELS.index(finding.level), finding.order))
    return tuple(sorted(loudest[:MAXIMUM], key=lambda finding: finding.order))


def _skipped(run: Run) -> Iterator[om.Notification]:
    for file in run.files:
        if file.skipped:
            yield om.Notification(
                descriptor=om.ReportingDescriptorReference(id=SKIPPED, index=0),
                level="note",
                message=om.Message(text=f"Skipped: {file.skipped}."),
                locations=[om.Location(physical_location=om.PhysicalLocation(artifact_location=artifact(file.path)))],
            )


def _truncated(number: int) -> Iterator[om.Notification]:
    if number:
        yield om.Notification(
            descriptor=om.ReportingDescriptorReference(id=TRUNCATED, index=1),
            level="warning",
            message=om.Message(text=f"{number} results were left out: a report holds {MAXIMUM} at most."),
        )


def _provenance(provenance: Provenance | None) -> list[om.VersionControlDetails] | None:
    if provenance is None:
        return None
    return [
        om.VersionControlDetails(
            repository_uri=provenance.repository,
            revision_id=provenance.revision,
            branch=provenance.branch or None,
            mapped_to=om.ArtifactLocation(uri_base_id=ROOT),
        )
    ]
