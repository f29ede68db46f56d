extension Equivalent {
  static let lesson4: [String: [Equivalent]] = [
    "polynomialFeatures": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        "right but for square matrices", "right but for wide matrices", because: "x has one column")
    ],
    "l2Penalty": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        "right but for square matrices", "right but for wide matrices",
        because: "weights have one column"),
      Equivalent(
        "model.bias ignored (0)", "model.bias ignored (1)", "model.bias negated",
        "model.bias without its sign", "model.bias doubled", "model.bias halved",
        "model.bias rounded", "model.bias without what is negative",
        "strength in place of model.bias", because: "the bias is not in the penalty"),
      Equivalent("returned gradient.bias negated", because: "it is 0"),
    ],
    "l1Step": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        "right but for square matrices", "right but for wide matrices",
        because: "weights have one column")
    ],
    "smoothedTargets": [
      Equivalent(
        "right but for an odd number of columns", "right but for an even number of columns",
        because: "labels are a list")
    ],
  ]
}
