package io.heddle.audit.archive.tlog;

import java.io.IOException;

/** A tile is not as it must be. */
public final class TileException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Tile tile;

  TileException(Tile tile, String what) {
    super("tile " + tile.path() + " " + what);
    this.tile = tile;
  }

  /** Which one. */
  public Tile tile() {
    return tile;
  }
}
