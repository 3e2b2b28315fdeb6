package io.heddle.agent.jdbc.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlParser;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import io.heddle.sampler.policy.NamePattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritingFunctionsTest {
  private final CurrentThread threads = new CurrentThread();
  private List<NamePattern> named = List.of(new NamePattern("book"), new NamePattern("b.*"));
  private final WritingFunctions functions = new WritingFunctions(() -> named);

  @Test
  void aQueryThatCallsOneIsACallOfIt() {
    SqlStatement seen = seen("SELECT book(1), b.charge(2) FROM t");

    assertThat(seen.isWrite()).isTrue();
    assertThat(seen.subject().type()).isEqualTo(OperationType.CALL);
    assertThat(seen.subject().target()).isEqualTo("book");
    assertThat(seen.subject().text()).doesNotContain("1");
    assertThat(seen.further()).extracting(Subject::target).containsExactly("b.charge");
  }

  @Test
  void aSchemaNeedNotBeNamed() {
    assertThat(seen("SELECT shop.book(1)").subject().target()).isEqualTo("shop.book");
    assertThat(seen("SELECT charge(1)").isWrite()).isFalse();
  }

  @Test
  void aWriteThatCallsOneWritesByItAsWell() {
    SqlStatement seen = seen("INSERT INTO notes SELECT book(1)");

    assertThat(seen.subject().target()).isEqualTo("notes");
    assertThat(seen.further()).extracting(Subject::target).containsExactly("book");
  }

  @Test
  void otherTextsStayTheSameObject() {
    SqlText read = SqlParser.parse("SELECT count(*) FROM t", Dialect.POSTGRESQL);
    assertThat(functions.seen(read, threads.state())).isSameAs(read);
    assertThat(functions.seen(read, threads.state())).isSameAs(read);
  }

  @Test
  void anotherPolicyIsFollowed() {
    SqlText read = SqlParser.parse("SELECT book(1)", Dialect.POSTGRESQL);
    SqlText seen = functions.seen(read, threads.state());
    assertThat(functions.seen(read, threads.state())).as("remembered").isSameAs(seen);
    named = List.of();
    assertThat(functions.seen(read, threads.state())).isSameAs(read);
    named = List.of(new NamePattern("other"));
    assertThat(functions.seen(read, threads.state())).isSameAs(read);
  }

  private SqlStatement seen(String sql) {
    return functions.seen(SqlParser.parse(sql, Dialect.POSTGRESQL), threads.state()).first();
  }
}
