package io.heddle.agent;

import io.heddle.agent.audit.NoteDetail;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records of a run in which nothing is audited that it is so, and who says so: a spool of one
 * record, which ends behind it. Loaded in such a run alone.
 */
final class AuditOff {
  /** What the note says that happened. */
  static final String WHAT = "AUDIT_OFF";

  private final Settings settings;
  private final StartupLog log;

  AuditOff(Settings settings, StartupLog log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Records it, once. Where there is no spool to write to, a line on stderr is all there is: an
   * application without audit must not need one.
   */
  void record(SpoolOpening opening) {
    System.setProperty(SpoolOpening.PROPERTY, "off");
    String setting = Setting.AUDIT_ENABLED.key();
    String source = settings.source(Setting.AUDIT_ENABLED);
    try (SpoolWriter spool = opening.openForANote()) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("setting", setting);
      detail.put("value", settings.text(Setting.AUDIT_ENABLED));
      detail.put("source", source);
      detail.put("user", settings.userName());
      spool.note(WHAT, NoteDetail.json(detail));
      spool.shuttingDown();
    } catch (IOException | RuntimeException unwritable) {
      log.warn("that nothing is audited could not be recorded (" + unwritable + ")");
    }
    log.info("nothing is audited, because " + setting + " is false (" + source + ")");
  }
}
