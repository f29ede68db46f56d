extension Dataset {
  /// All datasets of the course: tables first, then images, texts, word relations and time series.
  public static let all: [Dataset] = [
    penguins, galton, anscombe, autoMPG, iris, wine, breastCancer,
    digits, mnist, fashion,
    alice, asYouLikeIt, paradiseLost, firstNames, sentiment,
    analogies, wordRelations,
    sunspots, co2, nile,
  ]

  /// The dataset with a short name, or nil if there is none.
  public static func named(_ name: String) -> Dataset? {
    all.first { $0.name == name }
  }

  /// Measurements of penguins of three species.
  public static let penguins = Dataset(
    name: "penguins", title: "Palmer penguins", contents: .table("tabular/penguins.csv"),
    license: "CC0 1.0",
    purpose: "lesson 1: fitting a line (flipper to body mass), telling three classes apart")

  /// Heights of parents and their grown children, 1886.
  public static let galton = Dataset(
    name: "galton", title: "Galton's heights of parents and children",
    contents: .table("tabular/galton_1886.csv"), license: "public domain",
    purpose: "the regression to the mean that gave regression its name")

  /// Four tables that look alike to least squares.
  public static let anscombe = Dataset(
    name: "anscombe", title: "Anscombe's quartet", contents: .table("tabular/anscombe.csv"),
    license: "facts, no license stated",
    purpose: "four plots, one fitted line: why to look at data before fitting")

  /// Cars of 1970 to 1982 and how far they go on a gallon.
  public static let autoMPG = Dataset(
    name: "auto-mpg", title: "Auto MPG", contents: .table("tabular/auto_mpg.csv"),
    license: "CC BY 4.0", purpose: "regression on several features, and standardizing them")

  /// Measurements of iris flowers of three species.
  public static let iris = Dataset(
    name: "iris", title: "Iris", contents: .table("tabular/iris.csv"), license: "CC BY 4.0",
    purpose: "a first classification with softmax, small enough to look at every sample")

  /// Chemical measurements of wines from three cultivars.
  public static let wine = Dataset(
    name: "wine", title: "Wine", contents: .table("tabular/wine.csv"), license: "CC BY 4.0",
    purpose: "features of very different scale: training with and without standardizing")

  /// Measurements of cell nuclei, benign and malignant.
  public static let breastCancer = Dataset(
    name: "breast-cancer", title: "Breast Cancer Wisconsin (Diagnostic)",
    contents: .table("tabular/breast_cancer.csv"), license: "CC BY 4.0",
    purpose: "two classes of unequal cost: logistic regression, precision and recall")

  /// Handwritten digits of 8 × 8 pixels.
  public static let digits = Dataset(
    name: "digits", title: "Digits 8x8",
    contents: .images(
      train: ImageFiles(
        images: "vision/digits8x8-images-idx3-ubyte", labels: "vision/digits8x8-labels-idx1-ubyte",
        brightest: 16, end: 1500),
      test: ImageFiles(
        images: "vision/digits8x8-images-idx3-ubyte", labels: "vision/digits8x8-labels-idx1-ubyte",
        brightest: 16, start: 1500)),
    license: "CC BY 4.0", purpose: "a first network on images that trains in seconds")

  /// Handwritten digits of 28 × 28 pixels.
  public static let mnist = Dataset(
    name: "mnist", title: "MNIST, 5,000 images", contents: images(in: "vision/mnist5k"),
    license: "CC BY-SA 3.0", purpose: "networks with hidden layers and convolution")

  /// Clothes of 28 × 28 pixels.
  public static let fashion = Dataset(
    name: "fashion", title: "Fashion-MNIST, 12,000 images",
    contents: images(in: "vision/fashion10k"), license: "MIT",
    purpose: "the same shapes as MNIST but harder: overfitting and how to curb it")

  /// Carroll, Alice's Adventures in Wonderland.
  public static let alice = Dataset(
    name: "alice", title: "Alice's Adventures in Wonderland", contents: .text("text/alice.txt"),
    license: "public domain", purpose: "language models that write letter by letter")

  /// Shakespeare, As You Like It.
  public static let asYouLikeIt = Dataset(
    name: "as-you-like-it", title: "As You Like It", contents: .text("text/as_you_like_it.txt"),
    license: "public domain", purpose: "language models on dialogue and verse")

  /// Milton, Paradise Lost.
  public static let paradiseLost = Dataset(
    name: "paradise-lost", title: "Paradise Lost", contents: .text("text/paradise_lost.txt"),
    license: "public domain", purpose: "the longest text: what more data gives a language model")

  /// First names in the US census of 1990.
  public static let firstNames = Dataset(
    name: "first-names", title: "US first names", contents: .table("text/first_names.csv"),
    license: "public domain", purpose: "making up names with the smallest language models")

  /// Sentences from product reviews with ratings.
  public static let sentiment = Dataset(
    name: "sentiment", title: "Sentiment of product reviews",
    contents: .table("text/sentiment_reviews.csv"), license: "MIT",
    purpose: "classifying sentences: bags of words, embeddings, attention")

  /// Pairs of words in the same relation.
  public static let analogies = Dataset(
    name: "analogies", title: "Analogy pairs", contents: .table("relations/analogy_pairs.csv"),
    license: "Apache 2.0", purpose: "testing word embeddings: Athens is to Greece as ... to ...")

  /// Pairs of words and how WordNet relates them.
  public static let wordRelations = Dataset(
    name: "word-relations", title: "WordNet relation pairs",
    contents: .table("relations/wordnet_relations.csv"), license: "WordNet 3.0",
    purpose: "classifying relations, and why to split by word instead of by row")

  /// Sunspots a year since 1700.
  public static let sunspots = Dataset(
    name: "sunspots", title: "Sunspots", contents: .table("timeseries/sunspots_yearly.csv"),
    license: "public domain", purpose: "forecasting a series with an uneven cycle")

  /// Carbon dioxide in the air at Mauna Loa by month.
  public static let co2 = Dataset(
    name: "co2", title: "CO2 at Mauna Loa", contents: .table("timeseries/co2_monthly.csv"),
    license: "public domain", purpose: "forecasting a series with a trend and seasons")

  /// The flow of the Nile by year.
  public static let nile = Dataset(
    name: "nile", title: "Nile", contents: .table("timeseries/nile.csv"),
    license: "public domain", purpose: "a short noisy series with a break in 1898")

  private static func images(in prefix: String) -> Contents {
    func files(_ part: String) -> ImageFiles {
      ImageFiles(
        images: "\(prefix)-\(part)-images-idx3-ubyte", labels: "\(prefix)-\(part)-labels-idx1-ubyte"
      )
    }
    return .images(train: files("train"), test: files("test"))
  }
}
