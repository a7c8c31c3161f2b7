namespace Baton.Supervision.Figures;

/// <summary>
/// The newest measurements of one service in the <see cref="FigureBook"/>, which alone touches it. With its points it takes 1,016 bytes: small enough to
/// be kept for each of thousands of services.
/// </summary>
internal sealed class FigurePage
{
    /// <summary>By the number of the measurement modulo <see cref="FigureBook.Kept"/>.</summary>
    public readonly Point[] Points = new Point[FigureBook.Kept];

    /// <summary>Numbers of the first and of the newest measurement that has it.</summary>
    public int First, Last;

    /// <summary>One measurement; <see cref="float.NaN"/> where the processor time is not known.</summary>
    public record struct Point(float Cpu, uint MemoryKiB)
    {
        /// <summary>Nothing was measured.</summary>
        public static readonly Point None = new(float.NaN, uint.MaxValue);
    }
}
