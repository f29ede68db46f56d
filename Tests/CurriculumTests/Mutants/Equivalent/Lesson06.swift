extension Equivalent {
  static let lesson6: [String: [Equivalent]] = [
    "split": [
      Equivalent(
        "returned train reversed", "returned train sorted", "returned validation reversed",
        "returned validation sorted", "returned test reversed", "returned test sorted",
        because: "the positions in a part are in any sequence"),
      Equivalent(
        "labels negated", "labels doubled", because: "the classes are the same by other names"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only"),
    ],
    "movingAverage": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only")
    ],
    "chooseEpoch": [
      Equivalent(
        "validation doubled", "validation halved", because: "the smallest is still the smallest"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only"),
    ],
    "train": [
      Equivalent(
        "runEpoch called with doubled numbers",
        "runEpoch called with numbers a millionth too large",
        "runEpoch with its result doubled", "validationLoss called with doubled numbers",
        "validationLoss called with numbers a millionth too large",
        because: "a network is no number, and is handed on as it is"),
      Equivalent(
        "validationLoss called twice each time", "validationLoss called once too often",
        because: "measuring a model does not change it"),
    ],
    "optimism": [
      Equivalent(
        "right but for a negative number", "right but for all numbers negative",
        "right but for a number above 1000", because: "accuracies are from 0 to 1"),
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "there are lists only"),
    ],
  ]
}
