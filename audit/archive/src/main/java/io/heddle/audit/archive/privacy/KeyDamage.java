package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.privacy.TenantKeyFile.Place;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with lines of the file of tenants' keys, a sentence each. */
final class KeyDamage {
  private KeyDamage() {}

  /** What is wrong; empty if nothing is. */
  static List<String> of(List<Place> lines) {
    List<String> damages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Place place = lines.get(i);
      if (place.line() instanceof KeyLine.Key key
          && !key.isSound()
          && ErasedKeys.isDoomed(lines, key)) {
        continue; // a crash may leave it half destroyed, and the rest follows
      }
      if (!place.line().isSound()) {
        damages.add("line " + (i + 2) + " is damaged: " + what(place.line())); // 1 is the header
      } else if (!place.isEnded()) {
        damages.add("line " + (i + 2) + " is damaged: its end is no line feed");
      } else if (place.line() instanceof KeyLine.Erasure erasure && !erasure.isUndone()) {
        int left = ErasedKeys.concerned(lines, erasure).size();
        if (left > 0) {
          damages.add(
              "line "
                  + (i + 2)
                  + ": tenant "
                  + erasure.tenant()
                  + " was erased, and "
                  + left
                  + " of its keys are not destroyed");
        }
      }
    }
    return damages;
  }

  private static String what(KeyLine line) {
    if (line instanceof KeyLine.Key key) {
      return "the secret of " + named(key.wrapped());
    }
    if (line instanceof KeyLine.Erasure erasure) {
      return "how far the erasure of tenant " + erasure.tenant() + " is";
    }
    return line instanceof KeyLine.Damaged damaged
        ? KeyLine.guess(damaged.text())
            .map(key -> named(key) + ", if that can be read")
            .orElse("nothing of it can be read")
        : "whether the ledger tells of it";
  }

  private static String named(WrappedKey key) {
    return "key " + key.id() + " of tenant " + key.origin().tenant();
  }
}
