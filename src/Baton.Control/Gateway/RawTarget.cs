using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Baton.Control.Gateway;

/// <summary>What was asked for, as it was written: nothing in it is decoded.</summary>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">With its question mark; empty for none.</param>
internal readonly record struct RawTarget(string Path, string Query)
{
    /// <summary>The target of a request; null when it is no path, or has steps up or down in it, however they are written: where those lead, others could see differently.</summary>
    public static RawTarget? Of(HttpContext context)
    {
        var text = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!text.StartsWith('/'))
        {
            // http://host/path, as proxies are asked.
            var authority = text.IndexOf("://", StringComparison.Ordinal);
            var slash = authority < 0 ? -1 : text.IndexOf('/', authority + 3);
            if (slash < 0) return null;
            text = text[slash..];
        }

        var question = text.IndexOf('?', StringComparison.Ordinal);
        var target = question < 0 ? new RawTarget(text, "") : new RawTarget(text[..question], text[question..]);
        return HasSteps(target.Path) || target.Path.Contains('#', StringComparison.Ordinal) || target.Query.Contains('#', StringComparison.Ordinal) ? null : target;
    }

    private static bool HasSteps(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal) && !path.Contains('%', StringComparison.Ordinal)) return false;
        return Uri.UnescapeDataString(path).Split('/', '\\').Any(static segment => segment is "." or ".." || segment.StartsWith("..;", StringComparison.Ordinal));
    }
}
