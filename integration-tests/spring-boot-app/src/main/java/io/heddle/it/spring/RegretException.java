package io.heddle.it.spring;

/** The buyer does not want it any more; answered with 409. */
class RegretException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RegretException(String item) {
    super("regretted " + item);
  }
}
