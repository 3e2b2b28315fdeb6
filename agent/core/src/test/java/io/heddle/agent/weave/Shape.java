package io.heddle.agent.weave;

/** An interface with a body. */
public interface Shape {
  double area(String of);

  /** Has a body that can be woven. */
  default String describe(String of) {
    return of + ": " + area(of);
  }
}
