using System.Diagnostics.CodeAnalysis;

namespace Baton.Runtime.Addresses;

/// <summary>Where clients control the runtime.</summary>
public abstract record ControlAddress
{
    private ControlAddress()
    {
    }

    /// <summary>The form in words, for messages.</summary>
    public const string Form = "a path that begins with /, ./ or ../, or " + HostPort.Form;

    /// <summary>A Unix socket.</summary>
    /// <param name="Path">Absolute path.</param>
    public sealed record Unix(string Path) : ControlAddress
    {
        /// <inheritdoc/>
        public override string ToString() => Path;
    }

    /// <summary>A TCP address.</summary>
    /// <param name="Address">Host and port.</param>
    public sealed record Tcp(HostPort Address) : ControlAddress
    {
        /// <inheritdoc/>
        public override string ToString() => Address.ToString();
    }

    /// <summary>Reads one. A path begins with <c>/</c>, <c>./</c> or <c>../</c>; anything else is host and port.</summary>
    /// <param name="text">What people wrote.</param>
    /// <param name="folder">Absolute path, to which paths are relative.</param>
    /// <param name="address">It.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, string folder, [NotNullWhen(true)] out ControlAddress? address)
    {
        address = null;
        if (text is null || text.Contains('\0', StringComparison.Ordinal)) return false;
        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)) address = new Unix(Path.GetFullPath(text, folder));
        else if (HostPort.TryParse(text, out var tcp)) address = new Tcp(tcp);
        return address is not null;
    }
}
