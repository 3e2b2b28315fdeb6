package io.heddle.it.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** One row. JPA needs the empty constructor and fields it may write. */
@Entity
class Purchase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  private String item;
  private int quantity;

  protected Purchase() {}

  Purchase(String item, int quantity) {
    this.item = item;
    this.quantity = quantity;
  }

  long id() {
    return id;
  }

  void change(int newQuantity) {
    quantity = newQuantity;
  }

  String describe() {
    return item + " x " + quantity;
  }
}
