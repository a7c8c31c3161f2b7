using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>Numbers, durations and sizes.</content>
public sealed partial class TableReader
{
    /// <summary>A whole number between two bounds, both included.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "It is TOML's word for the type, and the messages'.")]
    public long Integer(string key, long defaultValue, long min, long max) => OptionalInteger(key, min, max) ?? defaultValue;

    /// <summary>A whole number between two bounds, both included; null when the key is missing or a problem was told.</summary>
    public long? OptionalInteger(string key, long min, long max)
    {
        var value = Ask(key);
        if (value is null) return null;
        if (value is not IntegerNode { Value: var number })
        {
            ReportType(value, "an integer");
            return null;
        }

        if (number >= min && number <= max) return number;
        var range = string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max}, found {number}");
        Diagnostics.Add(value.Place, $"\"{key}\" {range}");
        return null;
    }

    /// <summary>A list of whole numbers between two bounds, both included; each wrong one is told.</summary>
    /// <returns>The good ones in the order of the file; null when the key is missing or is no list.</returns>
    public IReadOnlyList<int>? OptionalIntegerList(string key, int min, int max)
    {
        var value = Ask(key);
        if (value is null) return null;
        if (value is not ArrayNode array)
        {
            ReportType(value, "an array of integers");
            return null;
        }

        var numbers = new List<int>(array.Items.Count);
        foreach (var item in array.Items)
        {
            if (item is not IntegerNode { Value: var number }) ReportType(item, "an integer");
            else if (number < min || number > max) Diagnostics.Add(item.Place, string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max}, found {number}"));
            else numbers.Add((int)number);
        }

        return numbers;
    }

    /// <summary>A number of seconds, whole or with a fraction, between two bounds, both included.</summary>
    public TimeSpan Seconds(string key, TimeSpan defaultValue, TimeSpan min, TimeSpan max) =>
        OptionalSeconds(key, min, max) ?? defaultValue;

    /// <summary>
    /// A number of seconds, whole or with a fraction (to the 100 ns that a span can hold), between two bounds, both included; null when
    /// the key is missing or a problem was told.
    /// </summary>
    public TimeSpan? OptionalSeconds(string key, TimeSpan min, TimeSpan max)
    {
        var value = Ask(key);
        if (value is null) return null;
        if (NumberOf(value) is not { } seconds)
        {
            ReportType(value, "a number of seconds");
            return null;
        }

        // NaN is in no range. The bound itself, since the longest span does not survive the way through a double.
        if (seconds == max.TotalSeconds) return max;
        if (seconds >= min.TotalSeconds && seconds < max.TotalSeconds) return TimeSpan.FromSeconds(seconds);
        Diagnostics.Add(value.Place, string.Create(CultureInfo.InvariantCulture,
            $"\"{key}\" must be {min.TotalSeconds} to {max.TotalSeconds} seconds, found {seconds}"));
        return null;
    }

    /// <summary>
    /// A number between two bounds, both included, an integer or a float but not NaN; null when the key is missing or a problem was told.
    /// </summary>
    public double? OptionalNumber(string key, double min, double max)
    {
        var value = Ask(key);
        if (value is null) return null;
        var number = NumberOf(value);
        if (number is null) ReportType(value, "a number");
        if (number is null || (number >= min && number <= max)) return number;
        var range = string.Create(CultureInfo.InvariantCulture, $"must be {min} to {max}, found {number}");
        Diagnostics.Add(value.Place, $"\"{key}\" {range}");
        return null;
    }

    /// <summary>A size in bytes (see <see cref="ByteSize"/>) between two bounds, both included.</summary>
    public long Size(string key, long defaultValue, long min, long max) => OptionalSize(key, min, max) ?? defaultValue;

    /// <summary>
    /// A size in bytes (see <see cref="ByteSize"/>) between two bounds, both included; null when the key is missing or a problem was told.
    /// </summary>
    public long? OptionalSize(string key, long min, long max)
    {
        var value = Ask(key);
        if (value is null) return null;
        if (value is not (IntegerNode or StringNode))
        {
            ReportType(value, ByteSize.Form);
            return null;
        }

        var text = value is StringNode ? TextOf(value, ByteSize.Form, allowEmpty: true) : null;
        if (value is StringNode && text is null) return null;
        var size = value is IntegerNode number ? number.Value : ByteSize.Parse(text!);
        if (size is null) Diagnostics.Add(value.Place, $"expected {ByteSize.Form}, found {Quoted.Text(text!)}");
        if (size is null || (size >= min && size <= max)) return size;
        var range = $"must be {ByteSize.Describe(min)} to {ByteSize.Describe(max)}, found {ByteSize.Describe(size.Value)}";
        Diagnostics.Add(value.Place, $"\"{key}\" {range}");
        return null;
    }

    private static double? NumberOf(Node value) => value switch
    {
        IntegerNode i => i.Value,
        FloatNode f => f.Value,
        _ => null,
    };
}
