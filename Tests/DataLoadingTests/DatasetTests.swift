import Foundation
import TensorCore
import Testing

@testable import DataLoading

@Suite struct DatasetTests {
  @Test func namesAreUniqueAndFound() {
    #expect(Dataset.all.count == 20)
    #expect(Set(Dataset.all.map(\.name)).count == 20)
    #expect(Dataset.named("mnist") == Dataset.mnist)
    #expect(Dataset.named("nonsense") == nil)
  }

  @Test func everyFileIsAsListed() throws {
    for dataset in Dataset.all {
      for check in try dataset.verify() {
        #expect(check.description == "\(check.file): ok")
      }
    }
  }

  @Test func sampleCounts() throws {
    let expected = [
      "penguins": 333, "galton": 928, "anscombe": 44, "auto-mpg": 392, "iris": 150, "wine": 178,
      "breast-cancer": 569, "digits": 1797, "mnist": 5000, "fashion": 12000, "alice": 148_430,
      "as-you-like-it": 125_005, "paradise-lost": 456_819, "first-names": 5494,
      "sentiment": 3708, "analogies": 573, "word-relations": 2361, "sunspots": 309, "co2": 526,
      "nile": 100,
    ]
    for dataset in Dataset.all {
      #expect(try dataset.sampleCount() == expected[dataset.name], "\(dataset.name)")
    }
  }

  @Test func tables() throws {
    let penguins = try Dataset.penguins.table()
    let (labels, names) = try penguins.categories("species")
    #expect(names == ["Adelie", "Chinstrap", "Gentoo"])
    #expect((0..<3).map { label in labels.elements.count { $0 == label } } == [146, 68, 119])
    let mass = try penguins.numbers("body_mass_g")
    #expect(abs(mass.reduce(0, +) / 333 - 4207.057) < 0.001)

    let second = try Dataset.anscombe.table().selecting(where: "set") { $0 == "II" }
    #expect(second.rowCount == 11)
    let features: Tensor<Float> = try Dataset.autoMPG.table().matrix(
      columns: ["horsepower", "weight_lb"])
    #expect(features.shape == [392, 2])
  }

  @Test func images() throws {
    let train = try Dataset.digits.images(.train)
    let test = try Dataset.digits.images(.test)
    #expect(train.images.shape == [1500, 8, 8])
    #expect(test.images.shape == [297, 8, 8])
    #expect(train.images.elements.max() == 1 && train.images.elements.min() == 0)
    #expect(test.labels.shape == [297])
    #expect(train.labels.elements.prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])

    // The mean of the training pixels that is published with the dataset.
    let mnist = try Dataset.mnist.images(.train, as: Double.self)
    #expect(mnist.images.shape == [4000, 28, 28])
    let mean = mnist.images.elements.reduce(0, +) / Double(mnist.images.elements.count)
    #expect(abs(mean - 0.1309) < 0.00005)
    #expect(try Dataset.fashion.images(.test).images.shape == [2000, 28, 28])
  }

  @Test func text() throws {
    let alice = try Dataset.alice.text()
    let vocabulary = CharacterVocabulary(of: alice)
    #expect(vocabulary.count == 72)
    #expect(try vocabulary.decode(vocabulary.encode(alice)) == alice)
  }

  @Test func verification() throws {
    try withTemporaryFolder { root in
      let folder = DatasetFolder(root)
      let sum = SHA256.hexDigest(of: Array("a\n1\n".utf8))
      try write("\(sum)  timeseries/nile.csv\n", to: "SHA256SUMS", in: root)
      #expect(
        try Dataset.nile.verify(in: folder).map(\.description) == [
          "timeseries/nile.csv: missing: no file at \(displayPath(root))/timeseries/nile.csv\n"
            + DatasetFolder.howToGet
        ])
      #expect(
        message { try Dataset.nile.table(in: folder) }
          == "timeseries/nile.csv: expected the file at "
          + "\(displayPath(root))/timeseries/nile.csv, found none\n\(DatasetFolder.howToGet)")

      try write("a\n1\n", to: "timeseries/nile.csv", in: root)
      #expect(try Dataset.nile.verify(in: folder).map(\.outcome) == [.ok])
      #expect(try Dataset.nile.sampleCount(in: folder) == 1)

      try write("a\n2\n", to: "timeseries/nile.csv", in: root)
      let altered = SHA256.hexDigest(of: Array("a\n2\n".utf8))
      #expect(
        try Dataset.nile.verify(in: folder).map(\.description) == [
          "timeseries/nile.csv: altered: expected the SHA-256 sum\n  \(sum), found\n  \(altered)"
        ])
      #expect(
        message { try Dataset.co2.verify(in: folder) }
          == "SHA256SUMS: expected a line with the sum of timeseries/co2_monthly.csv, found none")
    }
  }

  @Test func imagesThatDoNotFit() throws {
    try withTemporaryFolder { root in
      let folder = DatasetFolder(root)
      let images = "vision/digits8x8-images-idx3-ubyte"
      let labels = "vision/digits8x8-labels-idx1-ubyte"
      try write("\0\0\u{8}\u{3}\0\0\0\u{2}\0\0\0\u{1}\0\0\0\u{1}ab", to: images, in: root)
      try write("\0\0\u{8}\u{1}\0\0\0\u{1}x", to: labels, in: root)
      #expect(
        message { try Dataset.digits.images(.train, in: folder) }
          == "\(labels), byte 4: expected a label for each of the 2 images, found 1 label")
      try write("\0\0\u{8}\u{1}\0\0\0\u{2}xy", to: labels, in: root)
      #expect(
        message { try Dataset.digits.images(.test, in: folder) }
          == "\(images), byte 4: expected more than 1500 images, found 2")
    }
  }
}
