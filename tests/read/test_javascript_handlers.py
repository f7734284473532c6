"""What catch clauses and `.catch(...)` do with failures."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import Handler
from deploylint.read import javascript, tsx


def handlers(text: str) -> tuple[Handler, ...]:
    return javascript.read(Source(text)).handlers


def handler(text: str) -> Handler:
    (found,) = handlers(text)
    return found


def clause(body: str, parameter: str = "(error)") -> tuple[str, str]:
    found = handler(f"async function f() {{ for (;;) {{ try {{ work() }} catch {parameter} {{ {body}\n }} }} }}")
    return found.form, found.body


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        ("", "empty"),
        ("// never mind", "empty"),
        ("/* never mind */", "empty"),
        (";", "empty"),
        ("return", "return"),
        ("return null", "return"),
        ("return undefined", "return"),
        ("return void 0", "return"),
        ("return false", "return"),
        ("return ''", "return"),
        ("return {}", "return"),
        ("return []", "return"),
        ("return -1", "return"),
        ("return new Map()", "return"),
        ("return ({})", "return"),
        ("return Promise.resolve(null)", "return"),
        ("continue", "continue"),
        ("break", "break"),
        ("body = ''", "assign"),
        ("const x = null", "assign"),
        ("this.error = null", "assign"),
        ("if (error.code === 'ENOENT') { return null }", "return"),
        ("if (error instanceof A) {}", "empty"),
    ],
)
def test_a_body_that_tells_nobody_is_silent(body: str, mark: str) -> None:
    assert clause(body) == ("silent", mark)


@pytest.mark.parametrize(
    "body",
    [
        "throw new Error('x')",
        "if (x) { throw y }",
        "console.error('x')",
        "console.log('x')",
        "logger.warn('x')",
        "this.logger.debug('x')",
        "req.log.info('x')",
        "logError('x')",
        "Sentry.captureException()",
        "toast.error('x')",
        "toast('x')",
        "alert('x')",
        "setError(true)",
        "showError()",
        "setState({error: true})",
        "setStatus('failed')",
        "next(x)",
        "reject()",
        "done('x')",
        "process.exit(1)",
        "process.exitCode = 1",
        "res.status(500).json({})",
        "res.sendStatus(500)",
        "reply.code(500).send()",
        "ctx.status = 500",
        "return NextResponse.json({})",
        "return new Response('', {status: 500})",
        "return redirect('/login')",
        "return { error: 'x' }",
        "return { ok: false }",
        "return { isValid: x, message: 'is no valid address' }",
        "return 'Something went wrong'",
        "return <p>Sorry</p>",
        "last = error",
        "return error",
        "return { error }",
        "return String(error)",
        "f(`${error}`)",
        "setTimeout(() => later(error))",
        "const m = error.message",
        "state.failure = 'It is not there'",
    ],
)
def test_a_body_that_tells_somebody_handles(body: str) -> None:
    assert clause(body) == ("handles", "")


@pytest.mark.parametrize(
    "body",
    [
        "return compute()",
        "return fallback",
        "value = compute()",
        "setLoading(false)",
        "next()",
        "count++",
        "x ||= 1",
        "delete cache.x",
        "for (const x of y) {}",
        "return { total: 0 }",
        "return [1]",
        "const later = () => 1; later()",
    ],
)
def test_a_body_that_does_something_else_acts(body: str) -> None:
    assert clause(body) == ("acts", "")


@pytest.mark.parametrize("parameter", ["({message})", "({cause: {message}})", "([message])", "(message)"])
def test_any_name_that_the_failure_is_given_is_the_failure(parameter: str) -> None:
    assert clause("f(message)", parameter)[0] == "handles"


def test_without_a_parameter_nothing_is_the_failure() -> None:
    assert clause("f(error)", "")[0] == "acts"
    assert clause("f({e: 1}, x.e)", "(e)")[0] == "acts"


def test_the_failure_keeps_its_name_through_a_cast() -> None:
    (found,) = tsx.read(Source("try { f() } catch (e: unknown) { const m = (e as Error).message }")).handlers
    assert (found.form, found.snippet) == ("handles", "catch (e: unknown)")


@pytest.mark.parametrize(
    ("callback", "form", "mark"),
    [
        ("() => {}", "silent", "empty"),
        ("(e) => {}", "silent", "empty"),
        ("function () {}", "silent", "empty"),
        ("async () => { /* fine */ }", "silent", "empty"),
        ("() => null", "silent", "return"),
        ("() => ({})", "silent", "return"),
        ("() => undefined", "silent", "return"),
        ("e => { return [] }", "silent", "return"),
        ("() => cached", "acts", ""),
        ("() => setLoading(false)", "acts", ""),
        ("() => ({ detail: x.y })", "acts", ""),
        ("e => e", "handles", ""),
        ("(e) => console.error(e)", "handles", ""),
        ("function (e) { throw e }", "handles", ""),
        ("() => process.exit(1)", "handles", ""),
    ],
)
def test_a_function_that_catch_is_handed_is_a_handler(callback: str, form: str, mark: str) -> None:
    found = handler(f"p().catch({callback})")
    assert (found.form, found.body) == (form, mark)


@pytest.mark.parametrize(
    "text", ["p.catch(noop)", "p.catch(console.error)", "p.catch()", "p.then(() => {})", "catch_(() => {})"]
)
def test_what_hands_on_no_function_of_its_own_is_no_handler(text: str) -> None:
    assert handlers(text) == ()


def test_the_range_and_the_snippet_are_those_of_the_head() -> None:
    first, second = handlers("try { f() } catch (e) {}\np.catch(() => {\n})\n")
    assert (first.range, first.snippet) == (Range(1, 13, 1, 22), "catch (e)")
    assert (second.range, second.snippet) == (Range(2, 3, 2, 14), ".catch(() => { })")


def test_the_extent_is_the_clause_or_the_callback_with_its_body() -> None:
    first, second = handlers("try { f() } catch (e) {\n  // fine\n}\np.catch(() => {\n})\n")
    assert (first.extent, second.extent) == (Range(1, 13, 3, 2), Range(4, 3, 5, 3))


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("class A { m() { try {} catch {} } }", "A.m"),
        ("const f = async () => { try {} catch {} }", "f"),
        ("const o = { k: function () { try {} catch {} } }", "o.k"),
        ("exports.f = () => { try {} catch {} }", "exports.f"),
        ("class A { h = () => { try {} catch {} } }", "A.h"),
        ("const C = memo(() => { try {} catch {} })", "C"),
        ("const [a] = useState(() => { try {} catch {} })", ""),
        ("try {} catch {}", ""),
    ],
)
def test_the_symbol_names_the_definitions_around(text: str, symbol: str) -> None:
    assert handler(text).symbol == symbol


@pytest.mark.parametrize(
    ("text", "cleanup"),
    [
        ("try { s.close() } catch {}", True),
        ("try { if (s) { await s.close() } } catch {}", True),
        ("try { work(); s.close() } catch {}", False),
        ("fs.unlink(p).catch(() => {})", True),
        ("work().catch(() => {})", False),
    ],
)
def test_what_only_gives_things_back_is_cleanup(text: str, cleanup: bool) -> None:
    assert handler(text).cleanup is cleanup


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("try { const a = require('a') } catch {}", True),
        ("try { a = (await import('a')).default } catch {}", True),
        ("import('a').catch(() => null)", True),
        ("try { require('a').start() } catch {}", False),
        ("try {} catch {}", False),
    ],
)
def test_a_try_of_imports_alone_is_an_optional_import(text: str, optional: bool) -> None:
    assert handler(text).optional_import is optional


def test_a_clause_that_does_not_parse_is_not_called_silent() -> None:
    assert all(found.form != "silent" for found in handlers("try { f() } catch (e) { const = ; }\n"))
