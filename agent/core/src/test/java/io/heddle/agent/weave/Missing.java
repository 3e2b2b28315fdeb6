package io.heddle.agent.weave;

/** An optional dependency of the application that is not there. */
public class Missing {
  Missing itself() {
    return this;
  }
}
