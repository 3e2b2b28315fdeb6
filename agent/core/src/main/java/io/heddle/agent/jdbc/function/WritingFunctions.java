package io.heddle.agent.jdbc.function;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import io.heddle.sampler.policy.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads texts again in the light of what the policy says of functions: a query that calls one which
 * writes is a call of it, and a write that does so writes by it as well.
 *
 * <p>Any thread. Costs a look at the policy while it names no function. What was found is
 * remembered for as long as the text itself is; statements that were prepared under another policy
 * keep what was found under it.
 */
public final class WritingFunctions {
  /**
   * What a text is under some policy.
   *
   * @param text null if it is as it was: the value of a weak map must not refer to its key
   */
  private record Found(List<NamePattern> functions, SqlText text) {}

  private final Supplier<List<NamePattern>> policy;
  private final WeakIdentityMap<SqlText, Found> found = new WeakIdentityMap<>();

  /**
   * @param policy says which functions write; the same list until it changes
   */
  public WritingFunctions(Supplier<List<NamePattern>> policy) {
    this.policy = policy;
  }

  /** The text as the policy in force sees it; itself if it calls no function that writes. */
  public SqlText seen(SqlText text, ThreadState thread) {
    List<NamePattern> functions = policy.get();
    if (functions.isEmpty() || !calls(text)) {
      return text;
    }
    Found known = found.get(text, thread.probe());
    if (known == null || known.functions != functions) {
      known = new Found(functions, under(functions, text));
      found.put(text, known);
    }
    return known.text == null ? text : known.text;
  }

  private static boolean calls(SqlText text) {
    List<SqlStatement> statements = text.statements();
    for (int i = 0; i < statements.size(); i++) {
      if (!statements.get(i).calls().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Null if it stays as it is. */
  private static SqlText under(List<NamePattern> functions, SqlText text) {
    List<SqlStatement> statements = new ArrayList<>(text.statements().size());
    boolean isOther = false;
    for (SqlStatement statement : text.statements()) {
      SqlStatement seen = under(functions, statement);
      isOther |= seen != statement;
      statements.add(seen);
    }
    return isOther ? new SqlText(statements) : null;
  }

  private static SqlStatement under(List<NamePattern> functions, SqlStatement statement) {
    List<Subject> calls = new ArrayList<>();
    for (String name : statement.calls()) {
      if (isAmong(functions, name)) {
        calls.add(call(statement.subject(), name));
      }
    }
    if (calls.isEmpty()) {
      return statement;
    }
    boolean isQuery = !statement.isWrite();
    List<Subject> further = new ArrayList<>(statement.further());
    further.addAll(isQuery ? calls.subList(1, calls.size()) : calls);
    return new SqlStatement(
        isQuery ? calls.get(0) : statement.subject(),
        List.copyOf(further),
        isQuery ? Effect.WRITE : statement.effect(),
        statement.control(),
        statement.savepoint(),
        statement.chains(),
        statement.isCertain(),
        statement.insertsOneRow(),
        statement.answersRows(),
        statement.calls());
  }

  private static Subject call(Subject by, String function) {
    return new Subject(
        OperationType.CALL, true, by.verb(), function, by.text(), by.verb() + ' ' + function);
  }

  /** By its whole name, or by its name without the schema. */
  private static boolean isAmong(List<NamePattern> functions, String name) {
    String local = name.substring(name.lastIndexOf('.') + 1);
    for (NamePattern function : functions) {
      if (function.matches(name) || function.matches(local)) {
        return true;
      }
    }
    return false;
  }
}
