using System.Globalization;
using System.Text;

namespace Baton.Client.Http;

/// <summary>Path and query of a request, escaped; parameters without a value are left out.</summary>
internal sealed class TargetBuilder(string path)
{
    private readonly StringBuilder _target = new(path);
    private bool _hasQuery;

    public TargetBuilder With(string name, string? value)
    {
        if (value is null) return this;
        _target.Append(_hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _hasQuery = true;
        return this;
    }

    public TargetBuilder With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _target.ToString();
}
