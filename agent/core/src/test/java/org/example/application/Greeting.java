package org.example.application;

/** Stands for an application's class: no package of ours, and each loader has its own. */
public class Greeting {
  /** Hooked; what it returns is asked for by advice. */
  public String greet() {
    return text();
  }

  /** Not hooked. */
  public String text() {
    return "hello";
  }
}
