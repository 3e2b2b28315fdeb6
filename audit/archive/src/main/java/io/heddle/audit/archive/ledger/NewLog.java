package io.heddle.audit.archive.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The event of a ledger that was begun anew, because what was signed before is gone.
 *
 * @param log the origin of the new log
 * @param lost what was signed before and is not there any more
 * @param by who began it
 * @param reason why
 */
public record NewLog(String log, String lost, String by, String reason) {
  private static final String WHAT = "LEDGER_BEGUN";

  /** The event that declares it. */
  LedgerEvent.Noted note(long micros) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("log", log);
      json.writeStringField("by", by);
      json.writeStringField("reason", reason);
      json.writeStringField("lost", lost);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new LedgerEvent.Noted(micros, WHAT, text.toString());
  }

  /** What an event declares; empty if it is another kind. */
  public static Optional<NewLog> of(LedgerEvent event) {
    if (!(event instanceof LedgerEvent.Noted note) || !note.what().equals(WHAT)) {
      return Optional.empty();
    }
    var fields = EventText.detail(note);
    return Optional.of(
        new NewLog(
            text(fields.get("log")),
            text(fields.get("lost")),
            text(fields.get("by")),
            text(fields.get("reason"))));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
