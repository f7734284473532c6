"""What except clauses and `contextlib.suppress` do with failures."""

from __future__ import annotations

import textwrap

import pytest

from deploylint.facts.place import Range, Source
from deploylint.facts.source import Handler
from deploylint.read import python


def handlers(text: str) -> tuple[Handler, ...]:
    return python.read(Source(text)).handlers


def handler(text: str) -> Handler:
    (found,) = handlers(text)
    return found


def clause(body: str, head: str = "except Exception as error:") -> tuple[str, str]:
    found = handler(f"try:\n    work()\n{head}\n{textwrap.indent(body, '    ')}\n")
    return found.form, found.body


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        ("pass", "pass"),
        ("...", "pass"),
        ("'nothing to do'", "pass"),
        ("pass  # never mind", "pass"),
        ("continue", "continue"),
        ("break", "break"),
        ("return", "return"),
        ("return None", "return"),
        ("return False", "return"),
        ("return ''", "return"),
        ("return b''", "return"),
        ("return []", "return"),
        ("return {}", "return"),
        ("return -1", "return"),
        ("return None, 0", "return"),
        ("return float('nan')", "return"),
        ("return 'unknown'", "return"),
        ("result = None", "assign"),
        ("a = b = []", "assign"),
        ("self.rows = []\ncontinue", "assign"),
        ("if x:\n    pass\nelse:\n    return None", "return"),
        ("if error.errno == 2:\n    pass", "pass"),
        ("if 'x' in error.args: return None", "return"),
        ("error = None", "assign"),
        ("self.error = None", "assign"),
    ],
)
def test_a_body_that_tells_nobody_is_silent(body: str, mark: str) -> None:
    assert clause(body) == ("silent", mark)


@pytest.mark.parametrize(
    "body",
    [
        "raise",
        "raise SystemExit(1)",
        "if x:\n    raise",
        "with lock:\n    try:\n        y()\n    finally:\n        raise",
        "assert False",
        "logger.exception('x')",
        "log.info('x')",
        "self.logger.debug('x')",
        "current_app.logger.warning('x')",
        "get_logger(__name__).opt(exception=True).error('x')",
        "_log('x')",
        "self.log_failure()",
        "sentry_sdk.capture_exception()",
        "print('x')",
        "traceback.print_exc()",
        "sys.stderr.write('x')",
        "self.stdout.write('x')",
        "click.echo('x')",
        "console.print('x')",
        "messages.error(request, 'x')",
        "st.warning('x')",
        "flash('x')",
        "warnings.warn('x')",
        "sys.exit(1)",
        "os._exit(1)",
        "exit(1)",
        "abort(500)",
        "self.fail('x')",
        "self.retry()",
        "pytest.skip('x')",
        "errors.append(path)",
        "last = error",
        "return error",
        "return str(error)",
        "notes.append(f'{error}')",
        "handle(error)",
        "callback(lambda: 1, cause=error)",
        "raise_later = error.args",
        "return jsonify({}), 400",
        "return JsonResponse({})",
        "return HttpResponseBadRequest()",
        "return redirect('/')",
        "return render(request, 'x.html')",
        "return {'error': 'x'}",
        "return {'success': False}",
        "return {'message': 'could not do it'}",
        "return Result(ok=False)",
        "return None, 404",
        "return False, 'No answer from there', 0",
        "return 'Something went wrong'",
        "status = 'unhealthy'",
        "checks['db'] = {'status': 'down'}",
        "queue.put({'error': code})",
        "error_text = 'It was interrupted'",
        "yield {'error': 'x'}",
        "print 'x'",
    ],
)
def test_a_body_that_tells_somebody_handles(body: str) -> None:
    assert clause(body) == ("handles", "")


@pytest.mark.parametrize(
    "body",
    [
        "value = compute()",
        "return compute()",
        "return default",
        "return self.default",
        "return not ready",
        "return [1]",
        "return {'total': 0}",
        "time.sleep(1)",
        "dead.add(client)",
        "count += 1",
        "for x in y:\n    pass",
        "import simplejson as json",
        "def fallback():\n    raise ValueError",
        "value = math.log(2)",
        "note = 'no text found here'",
        "failed = True",
        "del error",
        "yield ''",
    ],
)
def test_a_body_that_does_something_else_acts(body: str) -> None:
    assert clause(body) == ("acts", "")


def test_what_a_nested_function_does_is_not_what_the_clause_does() -> None:
    assert clause("def later():\n    raise error")[0] == "acts"


def test_only_the_name_of_the_clause_is_the_exception() -> None:
    assert clause("handle(error)", "except Exception:") == ("acts", "")
    assert clause("f(e=1, x=y.e)", "except Exception as e:") == ("acts", "")


@pytest.mark.parametrize(
    ("head", "types"),
    [
        ("except:", ()),
        ("except Exception:", ("Exception",)),
        ("except (KeyError, a.b.C) as e:", ("KeyError", "a.b.C")),
        ("except KeyError, ValueError:", ("KeyError", "ValueError")),
        ("except* OSError as e:", ("OSError",)),
        ("except errors():", ("errors()",)),
        ("except ():", ("()",)),
        ("except (  # why\n  A,\n):", ("A",)),
    ],
)
def test_the_types_of_a_clause_are_its_dotted_names(head: str, types: tuple[str, ...]) -> None:
    assert handler(f"try:\n    x()\n{head}\n    pass\n").types == types


def test_the_range_and_the_snippet_are_those_of_the_head() -> None:
    found = handler("try: x()\nexcept (A,\n        B) as e: pass\n")
    assert (found.range, found.snippet) == (Range(2, 1, 3, 17), "except (A, B) as e:")


def test_the_extent_is_the_clause_with_its_body_and_the_comment_behind_it() -> None:
    first, second = handlers("try: x()\nexcept A:\n    y()\n    pass  # noqa\nexcept B: pass\nz()\n")
    assert (first.extent, second.extent) == (Range(2, 1, 4, 17), Range(5, 1, 5, 15))


def test_the_symbol_names_the_definitions_around() -> None:
    text = "class A:\n    def f(self):\n        def g():\n            try: x()\n            except E: pass\n"
    assert handler(text).symbol == "A.f.g"


def test_clauses_come_in_the_order_of_the_source() -> None:
    text = "try: x()\nexcept A:\n    try: y()\n    except B: pass\nexcept C: pass\n"
    assert [found.types for found in handlers(text)] == [("A",), ("B",), ("C",)]


def test_a_clause_that_does_not_parse_is_not_called_silent() -> None:
    assert all(found.form != "silent" for found in handlers("try:\n    x()\nexcept E:\n    pass pass (\n"))


def test_clauses_nested_beyond_reason_are_left_out() -> None:
    lines = []
    for depth in range(30):
        lines += [" " * depth + "try: x()", " " * depth + "except A:"]
    assert len(handlers("\n".join([*lines, " " * 30 + "pass\n"]))) == 20


def test_a_clause_around_one_conversion_says_so() -> None:
    one, two, three = handlers(
        "try:\n    x = float(x)\nexcept E: pass\n"
        "try:\n    x = float(x)\n    save(x)\nexcept E: pass\n"
        "try:\n    x = load(x)\nexcept E: pass\n"
    )
    assert (one.conversion, two.conversion, three.conversion) == (True, False, False)
