"""Many threads at one thing, each with a database connection of its own."""

from threading import Barrier, Thread

from django.db import connection


def at_once(count, act):
    """Calls act(0) … act(count - 1) at the same moment; their results, or what they raised, in order."""
    results, gate = [None] * count, Barrier(count)

    def run(n):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            results[n] = act(n)
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[n]) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results):
    """{what came of it: how often}, an error by its name."""
    names = [type(r).__name__ if isinstance(r, Exception) else "done" for r in results]
    return {name: names.count(name) for name in names}
