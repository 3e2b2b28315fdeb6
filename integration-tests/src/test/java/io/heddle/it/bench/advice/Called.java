package io.heddle.it.bench.advice;

import java.util.function.IntUnaryOperator;

/** A method that does next to nothing, so that advice is all that its call costs. */
public final class Called implements IntUnaryOperator {
  @Override
  public int applyAsInt(int number) {
    return number * 31 + 7;
  }
}
