package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader beside a corpus of statements that says of each what it does and writes. */
class CorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyStatementReadsAsTheCorpusSays(Dialect dialect) {
    List<String> wrong = new ArrayList<>();
    Score score = new Score();
    for (CorpusEntry entry : CorpusEntry.of(dialect)) {
      List<SqlStatement> read = SqlParser.parse(entry.sql(), dialect).statements();
      List<String> found = new ArrayList<>();
      for (SqlStatement statement : read) {
        found.add(CorpusEntry.found(statement));
      }
      boolean isRight = read.size() == entry.expected().size();
      for (int i = 0; i < read.size() && isRight; i++) {
        isRight = score.add(entry, i, found.get(i));
      }
      if (!isRight) {
        wrong.add(entry.sql() + "\n  expected " + entry.expected() + "\n  found    " + found);
      }
    }
    System.out.println(score.line(dialect));

    assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noLiteralOfTheCorpusIsShown(Dialect dialect) {
    for (CorpusEntry entry : CorpusEntry.of(dialect)) {
      String shown = Shown.of(SqlParser.parse(entry.sql(), dialect));
      for (String literal : entry.literals()) {
        assertThat(literal.length() > 2 && shown.contains(literal))
            .as(entry.sql() + ": " + literal)
            .isFalse();
      }
    }
  }

  @Test
  void theCorpusIsLargeAndVaried() {
    Set<String> shapes = new HashSet<>();
    for (Dialect dialect : Dialect.values()) {
      for (CorpusEntry entry : CorpusEntry.of(dialect)) {
        shapes.add(dialect + Shown.of(SqlParser.parse(entry.sql(), dialect)));
      }
    }

    assertThat(shapes.size()).isGreaterThanOrEqualTo(1_500);
  }

  /** Precision and recall of written tables, and of verbs. */
  private static final class Score {
    private int statements;
    private int certain;
    private int verbs;
    private int due;
    private int found;
    private int both;

    /** Whether a statement was read right, or where that is no error, as uncertain. */
    boolean add(CorpusEntry entry, int at, String read) {
      String expected = entry.expected().get(at);
      Set<String> dueTables = new HashSet<>(CorpusEntry.tables(expected));
      Set<String> foundTables = new HashSet<>(CorpusEntry.tables(read));
      statements++;
      certain += entry.isCertain(at) ? 1 : 0;
      verbs += CorpusEntry.verb(expected).equals(CorpusEntry.verb(read)) ? 1 : 0;
      due += dueTables.size();
      found += foundTables.size();
      foundTables.retainAll(dueTables);
      both += foundTables.size();
      return expected.equals(read);
    }

    String line(Dialect dialect) {
      return String.format(
          Locale.ROOT,
          "%-10s %4d statements, %4d certain; verbs %.4f; tables: precision %.4f, recall %.4f",
          dialect,
          statements,
          certain,
          verbs / (double) statements,
          both / (double) found,
          both / (double) due);
    }
  }
}
