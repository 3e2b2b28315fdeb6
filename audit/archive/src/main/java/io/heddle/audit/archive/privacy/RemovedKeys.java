package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ledger.EventText;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.privacy.KeyId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What the ledger tells of keys that were removed: a note for each tenant, or several. */
public final class RemovedKeys {
  /** What such a note says that happened. */
  public static final String WHAT = "KEYS_REMOVED";

  /** So many fit into a note beside the longest tenant and name. */
  private static final int MOST_KEYS = 400;

  private RemovedKeys() {}

  static List<String> notes(String tenant, List<KeyId> keys, String by) {
    List<String> notes = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      StringBuilder json = new StringBuilder("{\"tenant\":\"").append(plain(tenant));
      json.append("\",\"by\":\"").append(plain(by)).append("\",\"keys\":");
      String between = "[\"";
      for (KeyId key : keys.subList(from, Math.min(keys.size(), from + MOST_KEYS))) {
        json.append(between).append(HexFormat.of().formatHex(key.bytes()));
        between = "\",\"";
      }
      notes.add(json.append("\"]}").toString());
    }
    return notes;
  }

  /** The keys that an event says were removed; none if it is about something else. */
  public static List<KeyId> of(LedgerEvent event) {
    return event instanceof LedgerEvent.Noted note ? of(note.what(), note.detail()) : List.of();
  }

  static List<KeyId> of(String what, String detail) {
    List<KeyId> keys = new ArrayList<>();
    if (what.equals(WHAT)
        && EventText.detail(new LedgerEvent.Noted(0, what, detail)).get("keys")
            instanceof List<?> ids) {
      for (Object id : ids) {
        if (id instanceof String text && text.matches("[0-9a-f]{32}")) {
          keys.add(KeyId.of(HexFormat.of().parseHex(text)));
        }
      }
    }
    return keys;
  }

  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\"\\\\]", "?");
  }
}
