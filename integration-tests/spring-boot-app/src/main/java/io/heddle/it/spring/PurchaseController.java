package io.heddle.it.spring;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes. */
@RestController
class PurchaseController {
  private final PurchaseService service;

  PurchaseController(PurchaseService service) {
    this.service = service;
  }

  @PostMapping("/purchases")
  @ResponseStatus(HttpStatus.CREATED)
  String buy(@RequestParam("item") String item, @RequestParam("quantity") int quantity) {
    return Long.toString(service.buy(item, quantity));
  }

  @PostMapping("/purchases/regretted")
  void buyAndRegret(@RequestParam("item") String item, @RequestParam("quantity") int quantity) {
    service.buyAndRegret(item, quantity);
  }

  @PutMapping("/purchases/{id}")
  void change(@PathVariable("id") long id, @RequestParam("quantity") int quantity) {
    service.change(id, quantity);
  }

  @DeleteMapping("/purchases/{id}")
  void cancel(@PathVariable("id") long id) {
    service.cancel(id);
  }

  @GetMapping("/purchases")
  List<String> find(@RequestParam("item") String item) {
    return service.find(item);
  }

  /** An exception nobody handles: the container answers 500. */
  @GetMapping("/broken")
  String fail() {
    throw new IllegalStateException("broken on purpose");
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.CONFLICT)
  String regretted(RegretException exception) {
    return exception.getMessage();
  }
}
