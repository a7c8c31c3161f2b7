namespace Baton.Manifest.Text;

/// <summary>Tells by the name of a variable or key whether what it holds is a secret, which no message may repeat.</summary>
public static class SecretName
{
    private static readonly string[] Words = ["KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL", "AUTH"];

    /// <summary>The name contains one of KEY, TOKEN, SECRET, PASS, CREDENTIAL, AUTH, in any case.</summary>
    public static bool IsSecret(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
