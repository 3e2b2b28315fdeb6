package io.heddle.agent.jdbc.postgres;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.SideWrites;
import io.heddle.agent.weave.Door;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.List;

/** Declares what is woven into PostgreSQL's driver besides connections and statements. */
public final class PostgresHooks {
  private static final String ADVICE = "io.heddle.agent.jdbc.postgres.advice.";
  private static final String SQL = "(Ljava/lang/String;)";
  private static final String NONE = "()";
  private static final String ANY = "(";

  private PostgresHooks() {}

  /** The classes and their hooks. */
  public static List<TypeHook> types() {
    return List.of(
        new TypeHook(
            "org.postgresql.copy.CopyManager",
            List.of(
                new MethodHook("copyIn", SQL, ADVICE + "BeginCopy"),
                new MethodHook("copyOut", SQL, ADVICE + "BeginCopy"))),
        new TypeHook(
            "org.postgresql.core.v3.CopyInImpl",
            List.of(
                new MethodHook("writeToCopy", ANY, ADVICE + "SendCopy"),
                new MethodHook("flushCopy", NONE, ADVICE + "SendCopy"),
                new MethodHook("endCopy", NONE, ")J", ADVICE + "EndCopy"))),
        new TypeHook(
            "org.postgresql.core.v3.CopyOutImpl",
            List.of(new MethodHook("readFromCopy", ANY, ")[B", ADVICE + "ReadCopy"))),
        new TypeHook(
            "org.postgresql.core.v3.CopyOperationImpl",
            List.of(new MethodHook("cancelCopy", NONE, ")V", ADVICE + "CancelCopy"))),
        new TypeHook(
            "org.postgresql.largeobject.LargeObjectManager",
            List.of(
                new MethodHook("createLO", "(I)", ")J", ADVICE + "CreateLargeObject"),
                new MethodHook("delete", "(J)", ADVICE + "DeleteLargeObject"))),
        new TypeHook(
            "org.postgresql.largeobject.LargeObject",
            List.of(
                new MethodHook("write", ANY, ")V", ADVICE + "WriteLargeObject"),
                new MethodHook("truncate", "(I)", ADVICE + "WriteLargeObject"),
                new MethodHook("truncate64", "(J)", ADVICE + "WriteLargeObject"))));
  }

  /** Lets their advice find its captures. */
  public static void open(SideWrites writes, CurrentThread threads) {
    Door.open(new CopyCapture(writes, threads));
    Door.open(new LargeObjectCapture(writes, threads));
  }
}
