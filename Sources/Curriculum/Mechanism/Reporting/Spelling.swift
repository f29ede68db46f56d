import Plotting

/// Prints a line, or several, as standard output can show them.
package func show(_ text: String) { print(spelled(text, for: .standardOutput)) }

/// The text itself, or where only ASCII can be shown, the signs of formulas spelled out.
package func spelled(_ text: String, for style: TerminalStyle) -> String {
  guard !style.unicode, !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
  var result = ""
  var isRaised = false
  for character in text {
    if let digit = raised[character] {
      result += isRaised ? digit : "^" + digit
      isRaised = true
    } else {
      result += spellings[character] ?? String(character)
      isRaised = false
    }
  }
  return result
}

private let raised: [Character: String] = [
  "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
  "⁹": "9", "ⁿ": "n", "ᵀ": "T", "⁻": "-",
]

private let spellings: [Character: String] = [
  "·": "*", "×": "x", "−": "-", "–": "-", "—": "-", "…": "...", "’": "'", "‘": "'", "“": "\"",
  "”": "\"", "→": "->", "←": "<-", "↦": "->", "≤": "<=", "≥": ">=", "≠": "/=", "≈": "~",
  "∈": "in", "±": "+/-", "√": "sqrt ", "Σ": "sum ", "∑": "sum ", "∂": "d", "∇": "grad ",
  "∞": "infinity", "ŷ": "yhat", "x̂": "xhat", "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta",
  "ε": "epsilon", "η": "eta", "θ": "theta", "λ": "lambda", "μ": "mu", "σ": "sigma", "τ": "tau",
  "φ": "phi", "½": "1/2", "₀": "0", "₁": "1", "₂": "2", "₃": "3", "ᵢ": "i", "ⱼ": "j", "ₖ": "k",
  "ₙ": "n", "ₜ": "t",
]
