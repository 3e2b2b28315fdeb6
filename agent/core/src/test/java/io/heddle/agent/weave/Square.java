package io.heddle.agent.weave;

/** Has the interface's body. */
public class Square implements Shape {
  @Override
  public double area(String of) {
    return 4;
  }
}
