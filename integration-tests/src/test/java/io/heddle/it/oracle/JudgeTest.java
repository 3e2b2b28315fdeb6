package io.heddle.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Slots;
import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.engine.Truth;
import io.heddle.it.histories.step.Batch;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.Sql;
import io.heddle.it.histories.step.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final int SLOT = 3;
  private static final Step WRITE =
      new Sql("INSERT INTO w3 (h, e, v) VALUES (:h, 0, 1)", List.of(SLOT), Call.UPDATE, false);

  @Test
  void believesARecordThatSaysWhatTheDatabaseHas() {
    assertThat(kinds(WRITE, 1, claim(Outcome.COMMITTED, 1))).isEmpty();
    assertThat(kinds(WRITE, 0, claim(Outcome.ROLLED_BACK, 1))).isEmpty();
    assertThat(kinds(WRITE, 1, claim(Outcome.UNKNOWN, 1))).isEmpty();
    assertThat(kinds(WRITE, 0)).isEmpty();
  }

  @Test
  void blamesACommitOfWhatIsNotThere() {
    assertThat(kinds(WRITE, 0, claim(Outcome.COMMITTED, 1)))
        .containsExactly(Fault.Kind.FALSE_CLAIM);
  }

  @Test
  void blamesARollbackOfWhatIsThere() {
    assertThat(kinds(WRITE, 1, claim(Outcome.ROLLED_BACK, 1)))
        .containsExactly(Fault.Kind.FALSE_CLAIM);
  }

  @Test
  void blamesAWriteWithoutARecord() {
    assertThat(kinds(WRITE, 1)).containsExactly(Fault.Kind.UNRECORDED);
  }

  @Test
  void blamesTwoRecordsOfOneWrite() {
    Claim claim = claim(Outcome.COMMITTED, 1);
    assertThat(kinds(WRITE, 1, claim, claim)).containsExactly(Fault.Kind.TWICE);
  }

  @Test
  void blamesARecordOfAWriteThatWasNotMade() {
    Claim claim = claim("w4", Outcome.ROLLED_BACK, -1);
    assertThat(kinds(WRITE, 0, claim)).containsExactly(Fault.Kind.INVENTED);
  }

  @Test
  void blamesAnOutcomeThatNeverCame() {
    assertThat(kinds(WRITE, 1, claim(Outcome.PENDING, 1))).containsExactly(Fault.Kind.LEFT_PENDING);
  }

  @Test
  void blamesAnotherNumberOfRows() {
    assertThat(kinds(WRITE, 1, claim(Outcome.COMMITTED, 2))).containsExactly(Fault.Kind.WRONG_ROWS);
  }

  @Test
  void passesOverTablesOfItsOwn() {
    assertThat(kinds(WRITE, 0, claim("locks", Outcome.COMMITTED, 1))).isEmpty();
    assertThat(kinds(WRITE, 0, claim("w3x", Outcome.COMMITTED, 1))).isEmpty();
  }

  @Test
  void knowsTheTablesThatDdlMakes() {
    assertThat(kinds(WRITE, 0, claim("x3_17", Outcome.COMMITTED, -1)))
        .containsExactly(Fault.Kind.FALSE_CLAIM);
  }

  @Test
  void expectsARecordForEachTextOfABatch() {
    Step texts = new Batch(SLOT, 3, 0, false, false);
    Claim committed = claim(Outcome.COMMITTED, 1);
    Claim undone = claim(Outcome.ROLLED_BACK, -1);
    assertThat(kinds(texts, 3, committed, committed, committed)).isEmpty();
    assertThat(kinds(texts, 2, committed, undone, committed)).isEmpty();
    assertThat(kinds(texts, 1, committed, undone, committed))
        .containsExactly(Fault.Kind.FALSE_CLAIM);
    assertThat(kinds(texts, 3, committed, undone, committed))
        .containsExactly(Fault.Kind.FALSE_CLAIM);
    assertThat(kinds(texts, 3, committed, committed)).containsExactly(Fault.Kind.UNRECORDED);
  }

  @Test
  void blamesWhatTheDriverDidNotThrow() {
    Truth truth = new Truth(new short[Slots.COUNT], true, "IllegalStateException", List.of());
    Judged judged = Judge.of(Engine.H2, history(WRITE), truth, List.of(), false);
    assertThat(judged.worst()).isEqualTo(Fault.Kind.THROWN);
  }

  @Test
  void blamesDoubtOnlyIfAskedToAndNothingFailed() {
    Truth truth = truth(1, false);
    List<Claim> doubt = List.of(claim(Outcome.UNKNOWN, 1));
    assertThat(Judge.of(Engine.H2, history(WRITE), truth, doubt, true).worst())
        .isEqualTo(Fault.Kind.UNDECIDED);
    assertThat(Judge.of(Engine.H2, history(WRITE), truth(1, true), doubt, true).faults()).isEmpty();
  }

  private static List<Fault.Kind> kinds(Step step, int effect, Claim... claims) {
    Judged judged =
        Judge.of(Engine.H2, history(step), truth(effect, false), List.of(claims), false);
    return judged.faults().stream().map(Fault::kind).toList();
  }

  private static History history(Step step) {
    return new History(1, 0, SourceKind.DRIVER, List.of(step), Map.of());
  }

  private static Truth truth(int effect, boolean hasFailures) {
    short[] effects = new short[Slots.COUNT];
    effects[SLOT] = (short) effect;
    return new Truth(effects, hasFailures, "", List.of());
  }

  private static Claim claim(Outcome outcome, long rows) {
    return claim("w3", outcome, rows);
  }

  private static Claim claim(String target, Outcome outcome, long rows) {
    return new Claim(OperationType.CREATE, target, "INSERT", outcome, rows, "", 1, 0);
  }
}
