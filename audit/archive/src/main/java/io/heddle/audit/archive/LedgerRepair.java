package io.heddle.audit.archive;

import io.heddle.audit.archive.verify.TileRebuild;
import java.io.IOException;
import java.nio.file.Path;

/** What can be mended of a ledger, while nobody archives. */
public final class LedgerRepair {
  private LedgerRepair() {}

  /**
   * Makes missing and damaged tiles anew from the records, if these make the tree that was signed.
   *
   * @throws ArchiverBusyException if somebody archives
   * @throws ArchiveException if there is no archive, or it cannot be done; nothing is changed then
   */
  public static TileRebuild.Result rebuildTiles(Path homeDirectory) throws ArchiveException {
    ArchiveHome home = new ArchiveHome(homeDirectory);
    if (!home.hot().toFile().exists()) {
      throw new ArchiveException("there is no archive below " + homeDirectory, null);
    }
    try (ArchiverLock held = ArchiverLock.take(home.lock())) {
      assert held != null; // for its effect
      return TileRebuild.rebuild(home);
    } catch (IOException gone) {
      throw new ArchiveException(home.lock() + " cannot be let go (" + gone + ")", gone);
    }
  }
}
