#!/usr/bin/env bash
# JDK 25: what ForkJoinPool.scheduleAtFixedRate gives is no RunnableScheduledFuture.
#
# From JDK 25 on ForkJoinPool is a ScheduledExecutorService, and schedules periodic tasks.
# One would guess: its periodic tasks can be told as those of ScheduledThreadPoolExecutor can: by
# RunnableScheduledFuture.isPeriodic().
# What happens: they are ForkJoinTasks and ScheduledFutures, but no RunnableScheduledFutures. No public method says
# whether such a task runs once or again and again.
#
# Why it matters: a request's context may follow a task that runs once, and must not follow one that runs for ever. A
# check for RunnableScheduledFuture takes every periodic task of a ForkJoinPool for work that ends.
set -euo pipefail

java=""
for candidate in "${JAVA_HOME:-}"/bin/java "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
  if [ -x "$candidate" ]; then
    major=$("$candidate" -XshowSettings:properties -version 2>&1 |
      sed -n 's/.*java\.specification\.version = //p')
    case $major in
      1.*) ;;
      *) if [ "$major" -ge 25 ]; then java=$candidate && break; fi ;;
    esac
  fi
done
if [ -z "$java" ]; then
  echo "no java from 25 on was found: set JAVA_HOME to one; nothing was tried"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Finding.java <<'JAVA'
import java.util.concurrent.*;

class Finding {
  static boolean changed;

  static void see(String what, Object expected, Object seen) {
    boolean same = expected.equals(seen);
    changed |= !same;
    System.out.println(what + ": " + seen + (same ? "" : "   CHANGED, it was: " + expected));
  }

  static ScheduledFuture<?> periodic(ScheduledExecutorService executor) throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    ScheduledFuture<?> task =
        executor.scheduleAtFixedRate(runs::countDown, 1, 1, TimeUnit.MILLISECONDS);
    see("  runs again and again", true, runs.await(30, TimeUnit.SECONDS));
    return task;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("ScheduledThreadPoolExecutor");
    ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(1);
    Object task = periodic(threads);
    see("  is a RunnableScheduledFuture", true, task instanceof RunnableScheduledFuture<?>);
    threads.shutdownNow();

    System.out.println("ForkJoinPool");
    Object pool = new ForkJoinPool(1);
    see("  is a ScheduledExecutorService", true, pool instanceof ScheduledExecutorService);
    task = periodic((ScheduledExecutorService) pool);
    see("  is a RunnableScheduledFuture", false, task instanceof RunnableScheduledFuture<?>);
    see("  is a ForkJoinTask", true, task instanceof ForkJoinTask<?>);
    ((ForkJoinPool) pool).shutdownNow();
    System.exit(changed ? 1 : 0);
  }
}
JAVA
"$java" Finding.java
