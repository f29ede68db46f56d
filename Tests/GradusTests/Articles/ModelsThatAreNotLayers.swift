import GradientChecking
import Gradus
import Testing

/// Tokens [B, T] become logits [B, V] of the token after them (Bengio, Ducharme, Vincent and Jauvin, 2003, *A
/// Neural Probabilistic Language Model*).
struct NeuralNGram<Scalar: TensorScalar>: Model {
  var table: Embedding<Scalar>
  var hidden: Linear<Scalar>
  var head: Linear<Scalar>

  init(
    vocabularySize: Int, length: Int, width: Int, using generator: inout RandomGenerator
  ) {
    table = Embedding(vocabularySize, width, using: &generator)
    hidden = Linear(length * width, width, initializer: .glorotUniform, using: &generator)
    head = Linear(width, vocabularySize, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Scalar> {
    let vectors = table.forward(tokens, as: "table", in: &context)
    let joined = vectors.reshaped(to: [vectors.shape[0], vectors.shape[1] * vectors.shape[2]])
    let state = hidden.forward(joined, as: "hidden", in: &context).tanh()
    return head.forward(state, as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    hidden.visitParameters(as: "hidden", visit)
    head.visitParameters(as: "head", visit)
  }
}

@Test("a text is learned and written on") func textIsLearned() throws {
  let text = String(repeating: "to be or not to be ", count: 20)
  let vocabulary = CharacterVocabulary(of: text)
  let length = 6
  var generator = RandomGenerator(seed: 1)
  var model = NeuralNGram<Float>(
    vocabularySize: vocabulary.count, length: length, width: 16, using: &generator)
  var optimizer = Adam<Float>(learningRate: 0.01)
  try fit(
    &model, to: slidingWindows(of: try vocabulary.encode(text), length: length),
    with: &optimizer, epochs: 10, seed: 1
  ) { logits, next in
    softmaxCrossEntropy(logits: logits, labels: next)
  }

  let sampler = TokenSampler(temperature: 0)
  var tokens = try vocabulary.encode("to be or").elements
  for _ in 0..<11 {
    let last = Tensor(tokens.suffix(length)).expandingDimension(at: 0)
    let logits = model(last)[0, 0...]
    tokens.append(sampler.next(from: logits, using: &generator))
  }
  #expect(vocabulary.decode(Tensor(tokens)) == "to be or not to be ")
}

struct NeuralNGramProof: ModuleProof {
  let name = "NeuralNGram"
  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let model = NeuralNGram<S>(vocabularySize: 5, length: 2, width: 3, using: &generator)
    return ProofSubject(model) { model, _, context in
      model.forward([[2, 0], [1, 4], [3, 3]], in: &context)
    }
  }
}

@Test("the gradient of each parameter is right") func modelGradients() throws {
  try requireRightGradients(of: NeuralNGramProof())
}
