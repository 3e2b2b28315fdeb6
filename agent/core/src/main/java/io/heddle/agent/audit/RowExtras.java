package io.heddle.agent.audit;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.agent.operation.WrittenRows.Form;
import io.heddle.agent.operation.WrittenRows.Group;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Row;
import io.heddle.audit.spool.row.UnknownRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;

/**
 * Puts fingerprints of the rows that an operation wrote into its record, on the thread that records
 * it: SHA-256, or where detail is encrypted HMAC under the tenant's key, without which nobody can
 * guess a row.
 */
final class RowExtras {
  /** Beside fingerprints there is to be room for detail; of this much, if there is that much. */
  private static final int LEFT_FOR_DETAIL = 2_048;

  /** A field that says why nothing is known. */
  private static final int LEFT_FOR_REASON = 3 + UnknownRows.NO_ROOM.value().length;

  private RowExtras() {}

  /**
   * Adds what is known of the rows, or why nothing is.
   *
   * @param able null if no key can be had yet
   */
  static void add(DetailSealer able, Operation operation) {
    WrittenRows written = operation.written();
    operation.writes(null);
    if (written.unknown() != null) {
      cannot(written.unknown(), operation);
      return;
    }
    TenantKey key = null;
    if (written.isKeyed()) {
      key = able == null ? null : able.key(operation.context().tenant().id());
      if (key == null) {
        cannot(UnknownRows.NO_KEY, operation);
        return;
      }
    }
    add(key, written, operation);
  }

  private static void add(TenantKey key, WrittenRows written, Operation operation) {
    UnaryOperator<byte[]> print = key == null ? CanonicalRow::sha256 : under(key.rows());
    List<Group> groups = written.groups();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      boolean isLast = i == groups.size() - 1;
      RowFingerprints none = prints(key, written, false, group, List.of());
      int fitting = none.fitting(room(operation));
      if (fitting < 1) {
        cannot(UnknownRows.NO_ROOM, operation); // room() leaves some for this
        return;
      }
      List<Row> rows = new ArrayList<>();
      for (Form form : group.rows().subList(0, Math.min(fitting, group.rows().size()))) {
        rows.add(new Row(of(form.key(), print), of(form.row(), print)));
      }
      boolean isCut = rows.size() < group.rows().size();
      field(prints(key, written, isCut || isLast && written.isCut(), group, rows), operation);
      if (isCut) {
        return;
      }
    }
  }

  private static RowFingerprints prints(
      TenantKey key, WrittenRows written, boolean hasMore, Group group, List<Row> rows) {
    return new RowFingerprints(
        key == null ? null : key.id(),
        written.change(),
        hasMore,
        group.key(),
        group.others(),
        rows);
  }

  /** Room for one field; behind it there is always some for saying that the rest is missing. */
  private static int room(Operation operation) {
    int room = OperationExtras.roomBeside(operation);
    boolean sharesIt = operation.detail() != null && room > 2 * LEFT_FOR_DETAIL;
    return room - LEFT_FOR_REASON - (sharesIt ? LEFT_FOR_DETAIL : 0);
  }

  private static UnaryOperator<byte[]> under(Mac mac) {
    return mac::doFinal;
  }

  private static byte[] of(byte[] form, UnaryOperator<byte[]> print) {
    return form.length == 0 ? form : print.apply(form);
  }

  private static void field(RowFingerprints prints, Operation operation) {
    add(prints.value(), operation);
  }

  private static void cannot(UnknownRows reason, Operation operation) {
    add(reason.value(), operation);
  }

  private static void add(byte[] value, Operation operation) {
    operation.extend(OperationExtras.with(new byte[0], OperationExtras.ROW_FINGERPRINT, value));
  }
}
