package io.heddle.it.histories.named;

import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.Generator;
import io.heddle.it.histories.engine.Histories;

/** Where histories come from. */
public enum Catalogue {
  /** Drawn; any number is a seed. */
  RANDOM {
    @Override
    public Histories of(Engine engine) {
      return new Generator(engine);
    }
  },
  /** Fixed; their numbers are those of {@link NamedHistory#of}. */
  NAMED {
    @Override
    public Histories of(Engine engine) {
      return number -> NamedHistory.of(engine).get((int) number).history();
    }
  };

  /** Those of an engine. */
  public abstract Histories of(Engine engine);
}
